import { vllm } from "../../engine/vllm/adapter/vllm.js";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { documentFromJson, documentToJson, load } from "../../engine/index.js";
import { undoChanges } from "../../engine/compiler/undo-changes.js";
import { resultToJson } from "../../engine/compiler/result-to-json.js";
import { diffMarkdown } from "../../engine/report/markdown/markdown-diff.js";
import { plain } from "../../engine/report/terminal/style.js";
import { diffText } from "../../engine/report/terminal/text-diff.js";
import { isLong } from "../long.js";
import { fettle, folderWith } from "./fettle.js";

/** Only where the two are one object does the second rule not fail and the last one see what the third wrote. */
const rules = (extra: readonly object[]) => [
  {
    id: "no-flag",
    why: "w",
    when: { fact: "model_config.hf_text_config.flag", operator: "isPresent", value: true },
    then: [{ fail: "flagged", kind: "value", message: "m" }],
  },
  { id: "flag", why: "w", then: [{ set: "model_config.hf_config.flag", value: 1 }] },
  ...extra,
];
const seen = {
  id: "seen",
  why: "w",
  when: { fact: "model_config.hf_text_config.flag", operator: "equal", value: 1 },
  then: [{ log: "info", code: "seen", message: "m" }],
};
const pack = (all: readonly object[]) =>
  JSON.stringify({
    pack: "acme/shared",
    title: "t",
    hook: "model_config",
    match: { architectures: ["Llama4ForCausalLM"] },
    rules: all,
  });
const set = JSON.stringify({ set: "acme", target: "vllm@0.19.0", stages: [{ dispatch: "model_config" }] });
const shared = {
  model_config: {
    architecture: "Llama4ForCausalLM",
    hf_config: { text_config: { x: 1 } },
    hf_text_config: { $same: "hf_config" },
  },
};
const apart = { model_config: { ...shared.model_config, hf_text_config: { text_config: { x: 1 } } } };

const rulesIn = (all: readonly object[]) => ({ "acme.set.json": set, "acme/shared.pack.json": pack(all) });
const folder = folderWith({
  ...Object.fromEntries(Object.entries(rulesIn(rules([]))).map(([name, text]) => [`base/${name}`, text])),
  ...Object.fromEntries(Object.entries(rulesIn(rules([seen]))).map(([name, text]) => [`head/${name}`, text])),
  "shared.json": JSON.stringify(shared, null, 2),
  "apart.json": JSON.stringify(apart),
  "bad.json": JSON.stringify({ model_config: { hf_config: {}, hf_text_config: { $same: "hf_config.text" } } }, null, 2),
});
const run = (args: readonly string[], input = "") => fettle(args, { cwd: folder, input });
const apply = (side: string, document: unknown) => {
  const { out } = run(["apply", "-", "--set", "acme", "--rules", side, "--format", "json"], JSON.stringify(document));
  return JSON.parse(out);
};

const inFolder = (cwd: string, ...args: string[]) => fettle([...args, "--set", "acme"], { cwd });
const claims = JSON.stringify({
  pack: "acme/shared",
  claims: [
    { id: "c", why: "w", then: { fact: "model_config.hf_text_config.flag", operator: "isPresent", value: false } },
  ],
});

test("a witness that needs one object, as diff prints it, shows the difference when both versions are given it", () => {
  const result = run(["apply", "shared.json", "--set", "acme", "--rules", "head", "--format", "json"]).out;
  const fleet = folderWith({
    "d.json": JSON.stringify(shared),
    "r.json": result,
    "l.ndjson": `${JSON.stringify(apart)}\n${JSON.stringify({ model_config: { hf_text_config: { $same: 1 } } })}\n`,
  });
  const { out, code } = run(["diff", "base", "head", "--set", "acme", "--format", "json", "--fleet", fleet]);
  expect(code).toBe(1);
  const report = JSON.parse(out);
  expect(report.fleet.touched.map(({ name }: { name: string }) => path.basename(name))).toEqual(["d.json", "r.json"]);
  expect(report.fleet.findings).toMatchObject([{ code: "bad-same", file: `${fleet}/l.ndjson`, line: 2, column: 44 }]);
  const [effect] = report.packs[0].effects;
  expect(effect.witness.model_config.hf_text_config).toEqual({ $same: "hf_config" });
  expect(effect.document).toContainEqual({
    path: "model_config.hf_text_config",
    value: { $same: "hf_config" },
    sameAs: "model_config.hf_config",
  });
  expect(apply("base", effect.witness).logs).toEqual([]);
  expect(apply("head", effect.witness).logs).toMatchObject([{ code: "acme/shared/seen" }]);
  const line = "model_config.hf_text_config: same object as model_config.hf_config\n";
  expect(diffText(report, { colors: plain, columns: null })).toContain(line);
  expect(diffMarkdown(report)).toContain(line);
});

test("apply: what JSON says is one object is one, also in its result, which gives the same again", () => {
  const once = apply("head", shared);
  expect(once.document.model_config).toEqual({ ...shared.model_config, hf_config: { text_config: { x: 1 }, flag: 1 } });
  expect(once.logs).toHaveLength(1);
  expect(apply("head", once.document).error.code).toBe("acme/shared/flagged");
  expect(apply("head", apart)).toMatchObject({
    logs: [],
    document: { model_config: { hf_text_config: { text_config: { x: 1 } } } },
  });
  expect(run(["apply", "shared.json", "--set", "acme", "--rules", "head", "--format", "json-patch"]).out).toBe(
    `[\n  {"op":"add","path":"/model_config/hf_config/flag","value":1}\n]\n`,
  );
  expect(
    run(["why", "model_config.hf_text_config.flag", "shared.json", "--set", "acme", "--rules", "head"]).out,
  ).toContain("acme/shared/flag");
});

test("apply: lines, also on several threads", () => {
  const bad = { model_config: { hf_text_config: { $same: "x" } } };
  const documents = [
    shared,
    apart,
    bad,
    { ...shared, cache_config: { block_size: 16 } },
    { model_config: { ...shared.model_config, architecture: "Other" } },
  ];
  const lines = documents.map((document) => `${JSON.stringify(document)}\n`).join("");
  const args = ["apply", "--ndjson", "--quiet", "--set", "acme", "--rules", "head"];
  const one = run(args, lines);
  const results = one.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(results.map(({ logs }) => logs.length)).toEqual([1, 0, 0, 1, 0]);
  expect(results[0]).toEqual(apply("head", shared));
  expect(results[2].error).toMatchObject({ code: "fettle/document-type", path: "model_config.hf_text_config.$same" });
  expect(results[4].document).toEqual(documents[4]);
  const many = lines.repeat(1600);
  expect(run([...args, "--jobs", "2"], many).out).toBe(one.out.repeat(1600));
});

test("a `$same` that names no object, in its place", () => {
  const place = "bad.json:5:16: error: `hf_config.text` is not in this document [bad-same]";
  for (const args of [
    ["apply", "bad.json"],
    ["why", "model_config.dtype", "bad.json"],
  ]) {
    const { code, err } = run([...args, "--set", "acme", "--rules", "head"]);
    expect([code, err.split("\n")[0]]).toEqual([2, place]);
  }
});

test("cases: check and test", () => {
  const cases = (document: object) =>
    JSON.stringify(
      {
        pack: "acme/shared",
        cases: [
          {
            name: "one object",
            document,
            expect: {
              changes: { "model_config.hf_config.flag": 1 },
              logs: [{ level: "info", code: "acme/shared/seen" }],
            },
          },
        ],
      },
      null,
      2,
    );
  const own = (document: object) =>
    folderWith({
      "rules/acme.set.json": set,
      "rules/acme/shared.pack.json": pack(rules([seen])),
      "rules/acme/shared.cases.json": cases(document),
    });

  const good = own(shared);
  expect(inFolder(good, "check", "rules").out).not.toContain("bad-same");
  expect(inFolder(good, "test", "acme/shared").out).not.toContain("one object");
  expect(inFolder(own(apart), "test", "acme/shared").out).toContain("one object");

  const bad = inFolder(own({ model_config: { hf_text_config: { $same: "hf_config" } } }), "check", "rules");
  expect(bad.code).toBe(1);
  expect(bad.out).toContain("rules/acme/shared.cases.json:9:22: error: `hf_config` is not in this document [bad-same]");
});

test.runIf(isLong)("generated cases and proofs say which object is one with another", () => {
  const bare = folderWith({
    "rules/acme.set.json": set,
    "rules/acme/shared.pack.json": pack(rules([seen])),
    "rules/acme/shared.claims.json": claims,
  });
  const { err } = inFolder(bare, "test", "acme/shared", "--generate");
  expect(err).toContain("shared.cases.json");
  const again = inFolder(bare, "test", "acme/shared", "--format", "json");
  expect([again.code, JSON.parse(again.out).ok]).toEqual([0, true]);
  expect(readFileSync(path.join(bare, "rules/acme/shared.cases.json"), "utf8")).toContain(
    `"hf_text_config": { "$same": "hf_config" }`,
  );
  const proved = inFolder(bare, "prove", "acme/shared", "--format", "json");
  const broken = JSON.parse(proved.out).proved[0].proofs.find(({ what }: { what: string }) => what === "claim");
  expect(broken.document.model_config.hf_text_config).toEqual({ $same: "hf_config" });
  expect(apply("head", broken.document).document.model_config.hf_config.flag).toBe(1);
  expect(inFolder(bare, "prove", "acme/shared").out).toContain(
    "model_config.hf_text_config: same object as model_config.hf_config",
  );
});

test("the library: `$same` is understood and never data", async () => {
  const { evaluate, checkDocument } = await load({ set: "acme", files: rulesIn(rules([seen])) });
  const document: any = documentFromJson(shared);
  expect(document.model_config.hf_text_config).toBe(document.model_config.hf_config);
  expect(documentToJson(document)).toEqual(shared);
  const result: any = evaluate(shared);
  expect(result).toEqual(evaluate(document));
  expect(result.document.model_config.hf_text_config).toBe(result.document.model_config.hf_config);
  const bad = { model_config: { hf_text_config: { $same: "hf_config" } } };
  for (const validate of [true, false])
    expect(evaluate(bad, { validate })).toMatchObject({
      ok: false,
      error: { code: "fettle/document-type", path: "model_config.hf_text_config.$same" },
    });
  expect(checkDocument(bad)).toMatchObject([{ code: "bad-same" }]);
  expect(checkDocument(shared)).toEqual([]);
});

test("the text config that a rule replaces was one object: its result gives back the document", async () => {
  const { evaluate } = await load({
    set: "acme",
    files: rulesIn([
      {
        id: "r",
        why: "w",
        then: [
          { set: "model_config.hf_config.n", value: 2 },
          { set: "model_config.hf_text_config", value: { k: 1 } },
        ],
      },
    ]),
  });
  const document = documentFromJson(shared);
  const printed = JSON.parse(JSON.stringify(resultToJson(document, evaluate(document), vllm.alias)));
  expect(printed.changes[1]).toMatchObject({ before: { $same: "hf_config" }, after: { k: 1 } });
  expect(documentToJson(undoChanges(printed, vllm.alias)!)).toEqual(shared);
});
