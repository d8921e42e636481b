import { createHash } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isLong } from "../long.js";
import { load } from "../../engine/index.js";
import { acme, fettle, fixtures, folderWith, startFettle } from "./fettle.js";

const document = (): any => JSON.parse(readFileSync(path.join(fixtures, "document.json"), "utf8"));
const library = () => load({ set: "acme", rules: path.join(fixtures, "own") });
const lines = ["apply", "--ndjson", ...acme];

const bad = ['{"a":', "[]", '{"a":1,"a":2}', '{"__proto__":{}}', '{"cache_config":{"block_size":"16"}}'];

/** Documents that differ, bad lines among them. */
function manyLines(count: number): (object | string)[] {
  return Array.from({ length: count }, (_, index) => {
    if (index % 97 === 5) return bad[index % bad.length]!;
    const own = { ...document(), instance_id: String(index) };
    own.scheduler_config.max_num_seqs = index;
    if (index % 10 === 3) own.attention_config.backend = "FLASH_ATTN";
    return own;
  });
}
const textOf = (line: object | string): string => (typeof line === "string" ? line : JSON.stringify(line));

test("ten thousand lines give ten thousand results in order, bad lines among them", async () => {
  const engine = await library();
  const input = manyLines(10_000);
  const { code, out, err } = fettle(lines, { input: input.map(textOf).join("\n") });
  const results = out.split("\n");
  expect(results.pop()).toBe("");
  expect(results).toHaveLength(10_000);
  for (const [index, result] of results.entries()) {
    const line = input[index]!;
    if (typeof line === "object") expect(result).toBe(JSON.stringify(engine.evaluate(line)));
    else
      expect(JSON.parse(result)).toMatchObject({
        ok: false,
        document: null,
        changes: [],
        logs: [],
        error: { rule: null },
      });
  }
  expect(code).toBe(1);
  expect(err).toMatch(/^10,000 documents, [\d,]+ changed, [\d,]+ failed, \d+ unreadable\n/);
});

test.each([
  [
    '{"a":',
    {
      code: "fettle/json-syntax",
      kind: "value",
      message:
        "line 2, column 6: not valid JSON: unexpected end of input; close the string, array or object that is still open",
      rule: null,
    },
  ],
  [
    '{"a":1,"a":2}',
    {
      code: "fettle/duplicate-key",
      kind: "value",
      message:
        "line 2, column 8: `a` occurs twice in one object; keep one of the two: JSON parsers disagree about which one counts",
      rule: null,
    },
  ],
  [
    '{"constructor":1}',
    {
      code: "fettle/forbidden-key",
      kind: "value",
      message:
        "line 2, column 2: `constructor` is not allowed as a key; remove it: __proto__, constructor, prototype could cause prototype pollution",
      rule: null,
    },
  ],
  [
    "[1]",
    {
      code: "fettle/not-an-object",
      kind: "type",
      message: "line 2: the document is not an object; write one config document per line",
      rule: null,
    },
  ],
  [
    "null",
    {
      code: "fettle/not-an-object",
      kind: "type",
      message: "line 2: the document is not an object; write one config document per line",
      rule: null,
    },
  ],
  [
    "[".repeat(10_000),
    {
      code: "fettle/too-deep",
      kind: "value",
      message:
        "line 2, column 1001: nested deeper than 1000 levels; check the program that wrote it: no configuration is nested this deeply",
      rule: null,
    },
  ],
])("a line that is no document gives an error in its place: %#", (bad, error) => {
  const { code, out } = fettle([...lines, "-q"], { input: `{}\n${bad}\n{}\n` });
  const results = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(results[1]).toEqual({ ok: false, document: null, changes: [], logs: [], error });
  expect(code).toBe(1);
});

test("a line that is not UTF-8, and Windows line ends", () => {
  const input = Buffer.concat([
    Buffer.from("{}\r\n"),
    Buffer.from([0x7b, 0xff, 0x7d]),
    Buffer.from('\n{"instance_id":"é"}'),
  ]);
  const { out } = fettle([...lines, "-q"], { input });
  const results = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(results[1].error).toEqual({
    code: "fettle/not-utf8",
    kind: "value",
    message: "line 2: not UTF-8 text; save it as UTF-8",
    rule: null,
  });
  expect(results[2].document.instance_id).toBe("é");
});

test("blank lines are passed over and counted; no input is no error", () => {
  const { code, out, err } = fettle(lines, { input: "{}\n\n  \n{}\n\n" });
  expect({ code, out: out.split("\n").length, err }).toEqual({
    code: 0,
    out: 3,
    err: "2 documents, 0 changed, 0 failed, 0 unreadable, 3 blank lines skipped\n",
  });
  expect(fettle(lines)).toEqual({ code: 0, out: "", err: "0 documents, 0 changed, 0 failed, 0 unreadable\n" });
});

test("fields that the schema does not know are summarized", () => {
  const { code, err } = fettle(lines, {
    input: '{"cache_config":{"blok_size":1}}\n{"cache_config":{"blok_size":2},"x\\u001b[2J":1}\n',
  });
  expect(code).toBe(0);
  expect(err).toBe(
    "2 documents, 0 changed, 0 failed, 0 unreadable\nfields that are not in the schema: cache_config.blok_size (2×), x\\u001b[2J (1×)\n",
  );
});

test("reads a file as well, and says why it cannot", () => {
  const folder = folderWith({ "fleet.ndjson": "{}\n{}\n" });
  expect(fettle([...lines, path.join(folder, "fleet.ndjson"), "-q"]).out.split("\n")).toHaveLength(3);
  expect(fettle([...lines, path.join(folder, "none.ndjson")])).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringContaining("[file-not-found]"),
  });
  expect(fettle([...lines, folder])).toMatchObject({ code: 2, out: "", err: expect.stringContaining("is a folder") });
  expect(fettle([...lines, "--format", "text"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("`--ndjson` cannot be combined with `--format text`"),
  });
});

test("an answer comes before the next question is asked", async () => {
  const child = startFettle([...lines, "-q"]);
  child.stdin.write("{}\n");
  const [answer] = await once(child.stdout, "data");
  expect(JSON.parse(String(answer)).ok).toBe(true);
  child.stdin.end();
  expect(await once(child, "close")).toEqual([0, null]);
});

test.each(isLong ? [1, 2] : [2])(
  "many lines run in little memory, while the reader is slow: %d jobs",
  async (jobs) => {
    const line = `${JSON.stringify(document())}\n`;
    const child = startFettle([...lines, "-q", "--jobs", String(jobs)], { node: ["--max-old-space-size=64"] });
    const count = isLong ? 200_000 : 30_000;
    const feed = async () => {
      const chunk = line.repeat(500);
      for (let sent = 0; sent < count; sent += 500) if (!child.stdin.write(chunk)) await once(child.stdin, "drain");
      child.stdin.end();
    };
    let [results, peak] = [0, 0];
    const hash = createHash("sha256");
    const read = async () => {
      let isFirst = true;
      for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
        if (isFirst) await new Promise((done) => setTimeout(done, 1000));
        isFirst = false;
        hash.update(chunk);
        for (const byte of chunk) if (byte === 10) results++;
        if (results % 1000 < 200) peak = peakMemory(child.pid!) ?? peak;
      }
    };
    const [, , [code]] = await Promise.all([feed(), read(), once(child, "close")]);
    const one = `${JSON.stringify((await library()).evaluate(document()))}\n`;
    const expected = createHash("sha256");
    for (let index = 0; index < count; index++) expected.update(one);
    expect({ code, results }).toEqual({ code: 0, results: count });
    expect(hash.digest("hex")).toBe(expected.digest("hex"));
    expect(peak).toBeLessThan(300 + 100 * jobs);
  },
  240_000,
);

/** The most megabytes that a process has held, threads included; null where the system does not tell. */
function peakMemory(pid: number): number | null {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1024;
  } catch {
    return null;
  }
}

test("a line above 256 MB is an error in its place", async () => {
  const child = startFettle([...lines, "-q"], { node: ["--max-old-space-size=256"] });
  const block = Buffer.alloc(1 << 20, 0x20);
  const feed = async () => {
    child.stdin.write("{}\n");
    for (let sent = 0; sent <= 256; sent++) if (!child.stdin.write(block)) await once(child.stdin, "drain");
    child.stdin.end("\n{}\n");
  };
  let out = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  const [, [code]] = await Promise.all([feed(), once(child, "close")]);
  expect(code).toBe(1);
  const results = out
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text));
  expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(results[1].error).toEqual({
    code: "fettle/file-too-large",
    kind: "value",
    message:
      "line 2: longer than 256 MB; check the program that wrote the line: a document takes a few thousand characters",
    rule: null,
  });
}, 120_000);
