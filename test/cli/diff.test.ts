import path from "node:path";
import { isLong } from "../long.js";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fettle, folderWith } from "./fettle.js";
import { repositoryWith } from "../review/repository.js";
import { diff, flat, git, json, repository, shipped } from "./rules-repository.js";

test("a bound that includes its value: what comes of exactly that value, and for which deployments", () => {
  const { folder, edit } = repository();
  edit("gemma4", ({ rules: [rule] }) => void (rule!.when.all[3].any[0].operator = "greaterThanInclusive"));
  const gemma = (head_dim: number, global_head_dim: number) => ({
    model_config: { architecture: "Gemma4ForCausalLM", hf_text_config: { head_dim, global_head_dim } },
    attention_config: { backend: null },
  });
  const fleet = folderWith({
    "touched.json": JSON.stringify(gemma(256, 128)),
    "large.json": JSON.stringify(gemma(512, 128)),
    "lines.ndjson": `${JSON.stringify(gemma(128, 64))}\n\n${JSON.stringify(gemma(256, 64))}\n`,
    "broken.json": "{",
  });
  const { code, report } = json(folder, "--fleet", fleet);
  expect(code).toBe(1);
  expect(report.packs).toHaveLength(1);
  const [pack] = report.packs;
  expect(pack).toMatchObject({
    pack: "vllm/gemma4",
    file: "rules/vllm/gemma4.pack.json",
    verdict: "differs",
    unproved: [],
  });
  expect(pack.rules).toMatchObject([
    {
      kind: "changed",
      rule: "force-triton",
      parts: [{ path: "when.all.3.any.0.operator", before: "greaterThan", after: "greaterThanInclusive" }],
    },
  ]);
  const [effect] = pack.effects;
  expect(flat(effect.document)).toMatchObject({ "model_config.hf_text_config.head_dim": 256 });
  expect(flat(effect.document)["model_config.hf_text_config.global_head_dim"]).toBeLessThan(256);
  expect(effect.document.length).toBeLessThanOrEqual(4);
  expect(effect.outcome[0]).toMatchObject({ kind: "field", name: "attention_config.backend", after: "TRITON_ATTN" });
  expect(effect.fleet).toEqual([`${fleet}/lines.ndjson:3`, `${fleet}/touched.json`]);
  expect(report.fleet).toMatchObject({
    documents: 4,
    touched: [{ name: `${fleet}/lines.ndjson:3` }, { name: `${fleet}/touched.json` }],
    findings: [{ code: "json-syntax", file: `${fleet}/broken.json` }],
  });
});

test("two revisions, from a folder below the top, without touching the working tree", () => {
  const { folder, edit } = repository();
  edit("gemma4", ({ rules: [rule] }) => void (rule!.then[0].value = "FLASHINFER"));
  git(folder, "commit", "-qam", "another backend");
  edit("gemma4", ({ rules }) => void (rules.length = 0));
  const status = () => spawnSync("git", ["-C", folder, "status", "--porcelain"]).stdout.toString();
  const before = status();
  const { report } = json(path.join(folder, "rules"), "HEAD~1", "main");
  expect(report.packs[0].effects[0].outcome[0]).toMatchObject({
    name: "attention_config.backend",
    before: "TRITON_ATTN",
    after: "FLASHINFER",
  });
  expect(report).toMatchObject({ base: { name: "HEAD~1" }, head: { name: "main" } });
  expect(status()).toBe(before);
});

test("a revision whose rules do not load is told with its places", () => {
  const { folder } = repository();
  writeFileSync(path.join(folder, "rules/vllm/gemma4.pack.json"), `{ "pack": "vllm/gemma4" `);
  git(folder, "commit", "-qam", "broken");
  const { code, err, out } = diff(folder, "HEAD", "HEAD~1");
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain("rules/vllm/gemma4.pack.json@HEAD:1:");
  expect(err).toContain("[json-syntax]");
});

test("words that name no version", () => {
  const { folder } = repository();
  const bare = folderWith({ "a/x.txt": "" });
  for (const [cwd, words, expected] of [
    [folder, ["nowhere"], "`nowhere` is neither a revision of this repository nor a folder [unknown-revision]"],
    [folder, ["main..HEAD"], "fettle diff main HEAD"],
    [bare, ["main"], "not inside a git repository"],
    [folder, ["./nowhere"], "[file-not-found]"],
    [bare, ["./a"], "no rule files in `./a`"],
    [folder, ["vllm@0.19.0", "--time", "soon"], "invalid value `soon` for `--time`"],
  ] as const) {
    const { code, err } = diff(cwd, ...words);
    expect(err).toContain(expected);
    expect(code).toBe(2);
  }
});

test("a repository without rules is not found unchanged", () => {
  const folder = repositoryWith({ "README.md": "no rules\n" });
  for (const words of [["diff"], ["diff", "main"], ["review"]]) {
    expect(fettle(words, { cwd: folder })).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("no rules to compare [usage]"),
    });
  }
});

if (isLong)
  test("without git, folders and targets are still compared", () => {
    const folder = folderWith({});
    for (const name of ["old", "new"]) cpSync(shipped, path.join(folder, name), { recursive: true });
    const file = path.join(folder, "new/vllm/gemma4.pack.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"TRITON_ATTN"', '"FLASHINFER"'));
    const run = (...args: string[]) => fettle(["diff", ...args], { cwd: folder, env: { PATH: "" } });
    expect(run("old", "new").out).toContain("attention_config.backend: TRITON_ATTN → FLASHINFER");
    expect(run("./old", "./old")).toMatchObject({ code: 0, err: "" });
    expect(run("HEAD")).toMatchObject({ code: 2, out: "" });
    expect(run("HEAD").err).toContain("`git` is not installed");
  });

if (isLong)
  test("two targets of the same rules", () => {
    const rule = (id: string, versions: string, value: string) => ({
      id,
      versions,
      then: [{ set: "attention_config.backend", value }],
    });
    const pack = {
      pack: "acme/backend",
      hook: "vllm_config",
      rules: [rule("early", "<0.20.0", "TRITON_ATTN"), rule("late", ">=0.20.0", "FLASHINFER")],
    };
    const set = { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/backend" }] };
    const folder = folderWith({
      "rules/acme/backend.pack.json": JSON.stringify(pack),
      "rules/acme.set.json": JSON.stringify(set),
    });
    const { code, out } = diff(folder, "vllm@0.19.0", "vllm@0.20.0", "--set", "acme", "--rules", "rules");
    expect(code).toBe(1);
    expect(out).toContain("vllm@0.19.0 → vllm@0.20.0");
    expect(out).toContain("added late");
    expect(out).toContain("attention_config.backend: TRITON_ATTN → FLASHINFER");
    const same = diff(folder, "vllm@0.19.0", "vllm@0.19.1", "--set", "acme", "--rules", "rules");
    expect(same.out).toContain("proved equivalent: no behavior change");
    expect(same.code).toBe(0);
  });

test("Markdown for a pull request", () => {
  const { folder, edit } = repository();
  edit("gemma4", ({ rules: [rule] }) => void (rule!.then[0].value = "FLASHINFER"));
  const { code, out } = diff(folder, "HEAD", "--format", "markdown");
  expect(code).toBe(1);
  expect(out).toContain("### ❌ vllm/gemma4");
  expect(out).toContain("- `attention_config.backend: TRITON_ATTN → FLASHINFER`");
});

test("a fleet of what there is: a model's config.json, a recipe beside it, results, and what is neither", () => {
  const { folder, edit } = repository();
  edit("gemma4", ({ rules: [rule] }) => void (rule!.then[0].value = "FLASHINFER"));
  const config = readFileSync(path.resolve(import.meta.dirname, "../vllm/fixtures/gemma4.config.json"), "utf8");
  const document = {
    model_config: { architecture: "Gemma4ForCausalLM", hf_text_config: { head_dim: 512, global_head_dim: 256 } },
    attention_config: { backend: null },
  };
  const result = fettle(["apply", "-", "--format", "json"], { input: JSON.stringify(document) }).out;
  const recipe =
    "meta: { title: Gemma }\nmodel: { model_id: google/gemma, base_args: [--attention-backend, TRITON_ATTN] }\n";
  const fleet = folderWith({
    "gemma/config.json": config,
    "gemma/tokenizer.json": "{}",
    "gemma/pinned.yaml": recipe,
    "alone/recipe.yaml": recipe,
    "result.json": result,
    "other.json": "{}",
    "failed.json": JSON.stringify({ ok: false, document: null, changes: [], logs: [], error: null }),
  });
  const { report } = json(folder, "--fleet", fleet);
  const inside = (name: string) => path.relative(fleet, name);
  expect(report.fleet.touched.map(({ name }: any) => inside(name))).toEqual(["gemma/config.json", "result.json"]);
  expect(report.fleet.documents).toBe(3);
  expect(report.fleet.findings.map(({ code, file }: any) => [code, inside(file)])).toEqual([
    ["bad-recipe", "alone/recipe.yaml"],
    ["document-type", "failed.json"],
    ["document-type", "other.json"],
  ]);
});
