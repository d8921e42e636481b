import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { countJobs } from "../../engine/cli/ndjson/count-jobs.js";
import { progressText } from "../../engine/cli/ndjson/line-progress.js";
import { countLines, readBlocks } from "../../engine/workspace/read-blocks.js";
import { isLong } from "../long.js";
import { acme, bin, fettle, fixtures, folderWith, startFettle } from "./fettle.js";

const document = JSON.parse(readFileSync(path.join(fixtures, "document.json"), "utf8"));
const lines = ["apply", "--ndjson", ...acme];
const bad = [
  '{"a":',
  "[]",
  '{"a":1,"a":2}',
  '{"__proto__":{}}',
  '{"cache_config":{"block_size":"16"}}',
  "",
  '{"cache_config":{"blok":"é"}}',
  "\ufffd",
];

test("any number of jobs writes the same bytes, bad lines among them", () => {
  const many = Array.from({ length: isLong ? 10_000 : 4000 }, (_, index) =>
    index % 97 === 5
      ? bad[((index / 97) | 0) % bad.length]!
      : JSON.stringify({ ...document, instance_id: "ü".repeat(index % 2) + index }),
  );
  const input = Buffer.concat([
    Buffer.from(many.join("\r\n")),
    Buffer.from("\n{\xff}\n", "latin1"),
    Buffer.from(many.join("\n")),
  ]);
  expect(input.length).toBeGreaterThan(isLong ? 4 << 20 : 1 << 20);
  const folder = folderWith({ "fleet.ndjson": input });
  const one = fettle([...lines, path.join(folder, "fleet.ndjson")]);
  expect(one.code).toBe(1);
  expect(one.out.split("\n").length).toBeGreaterThan(many.length * 2 - 100);
  for (const jobs of isLong ? ["1", "2", "4", "auto"] : ["2"]) {
    const some = fettle([...lines, "--jobs", jobs, path.join(folder, "fleet.ndjson")]);
    expect({ jobs, code: some.code, err: some.err, isSame: some.out === one.out }).toEqual({
      jobs,
      code: 1,
      err: one.err,
      isSame: true,
    });
  }
  const piped = fettle([...lines, "--jobs", "3"], { input });
  expect({ code: piped.code, err: piped.err, isSame: piped.out === one.out }).toEqual({
    code: 1,
    err: one.err,
    isSame: true,
  });
}, 120_000);

test("with jobs, an answer comes before the next question is asked", async () => {
  const child = startFettle([...lines, "-q", "--jobs", "2"]);
  let answered = 0;
  child.stdout.on("data", (chunk: Buffer) => chunk.forEach((byte) => void (answered += byte === 10 ? 1 : 0)));
  const until = async (count: number) => {
    while (answered < count) await once(child.stdout, "data");
  };
  const many = `${JSON.stringify({ instance_id: "x".repeat(1000) })}\n`.repeat(3000);
  child.stdin.write(many);
  await until(3000);
  child.stdin.write("{}\n");
  await until(3001);
  child.stdin.end();
  expect(await once(child, "close")).toEqual([0, null]);
});

test("--jobs is a count, for many documents only", () => {
  expect([countJobs(undefined), countJobs("1"), countJobs("12")]).toEqual([1, 1, 12]);
  expect(countJobs("0")).toBe(countJobs("auto"));
  expect(countJobs("auto")).toBeGreaterThan(0);
  for (const jobs of ["-1", "two", "1.5", "", "9999"]) {
    expect(fettle([...lines, `--jobs=${jobs}`])).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("for `--jobs`"),
    });
  }
  expect(fettle(["apply", "document.json", ...acme, "--jobs", "2"])).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringContaining("`--jobs` requires `--ndjson`"),
  });
});

test("help knows --jobs", () => {
  expect(fettle(["apply", "--help"]).out).toContain("--jobs <count>");
});

if (isLong)
  test("a thread that runs out of memory is told once", () => {
    // Somewhat more than the limit: of one step that takes far more, V8 ends the whole process, or not, as its
    // collector happens to stand.
    const wide = `${JSON.stringify({ additional_config: { list: Array.from({ length: 1_500_000 }, () => ({})) } })}\n`;
    const folder = folderWith({ "wide.ndjson": wide.repeat(2) });
    const { code, err } = fettle([...lines, "-q", "--jobs", "2", path.join(folder, "wide.ndjson")], {
      node: ["--max-old-space-size=64"],
    });
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(
        /^error: a thread of `--jobs` ran out of memory \[usage\]\n.*--max-old-space-size.*\n$/,
      ),
    });
  }, 60_000);

test("how far it is", () => {
  expect(progressText(12_345, 2, null)).toBe("12,345 documents  6,173/s");
  expect(progressText(10, 1, 0.256)).toBe("█████░░░░░░░░░░░░░░░  25%  10 documents  10/s");
  expect(progressText(10, 1, 1.2)).toMatch(/^█{20} 100% /);
});

if (isLong)
  test("a bar is shown on a terminal only, and never with --quiet", () => {
    const script = spawnSync("script", ["--version"], { encoding: "utf8" });
    if (script.error !== undefined || !/util-linux/.test(script.stdout)) return;
    const folder = folderWith({ "fleet.ndjson": `${JSON.stringify(document)}\n`.repeat(60_000) });
    const run = (flags: string) =>
      spawnSync(
        "script",
        [
          "-qec",
          `${process.execPath} ${bin()} ${lines.join(" ")} ${flags} ${folder}/fleet.ndjson > /dev/null`,
          "/dev/null",
        ],
        { cwd: fixtures, encoding: "utf8" },
      ).stdout;
    for (const jobs of ["", "--jobs 2"]) {
      const shown = run(jobs);
      expect(shown).toMatch(/\r[█░]{20} +\d+% {2}[\d,]+ documents {2}[\d,]+\/s\u001b\[K/);
      expect(shown).toMatch(/\r\u001b\[K60,000 documents, [^\r]*\r\n$/);
      expect(run(`${jobs} --quiet`)).toBe("");
    }
  }, 60_000);

test("blocks are whole lines, wherever the chunks end", async () => {
  const text = Buffer.from(`a\n\nbcd\n${"e".repeat(30)}\nf\r\n\n${"g".repeat(30)}`);
  const split = async (size: number) => {
    const chunks = (async function* () {
      for (let start = 0; start < text.length; start += size) yield text.subarray(start, start + size);
    })();
    const found: (string | null)[] = [];
    for await (const block of readBlocks(chunks, 10)) {
      const rows = block === null ? [null] : block.toString().replace(/\n$/, "").split("\n");
      expect(countLines(block)).toBe(rows.length);
      found.push(...rows);
    }
    return found;
  };
  for (const size of [1, 2, 3, 7, 10])
    expect({ size, found: await split(size) }).toEqual({ size, found: ["a", "", "bcd", null, "f\r", "", null] });
});
