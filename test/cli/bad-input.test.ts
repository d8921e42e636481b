import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isLong } from "../long.js";
import { acme, fettle, fixtures, folderWith } from "./fettle.js";

const bad: Readonly<Record<string, { readonly content: string | Buffer; readonly says: string }>> = {
  "truncated.json": {
    content: '{\n  "model_config": {\n    "model": "x',
    says: "truncated.json:3:16: error: not valid JSON: unexpected end of input [json-syntax]\n  close the string",
  },
  "type.json": {
    content: '{\n  "cache_config": { "block_size": "16" }\n}',
    says: "type.json:2:35: error: `block_size` is the string `16` [document-type]\n  expected an integer",
  },
  "enum.json": { content: '{"cache_config":{"mamba_cache_mode":"alll"}}', says: "did you mean `all`?" },
  "twice.json": {
    content: '{\n  "cache_config": {},\n  "cache_config": {}\n}',
    says: "twice.json:3:3: error: `cache_config` occurs twice in one object [duplicate-key]\n  keep one of the two",
  },
  "proto.json": {
    content: '{ "model_config": { "hf_config": { "__proto__": {} } } }',
    says: "proto.json:1:36: error: `__proto__` is not allowed as a key [forbidden-key]\n  remove it",
  },
  "array.json": {
    content: "[1, 2]",
    says: "array.json:1:1: error: the document is not an object [not-an-object]\n  use an object with sections",
  },
  "empty.json": {
    content: "",
    says: "empty.json:1:1: error: the input is empty [json-syntax]\n  expected one JSON value",
  },
  "utf16.json": {
    content: Buffer.from("\ufeff{}", "utf16le"),
    says: "utf16.json:1:1: error: `utf16.json` is not UTF-8 text [not-utf8]\n  save it as UTF-8",
  },
  "latin1.json": {
    content: Buffer.from('{\n "instance_id": "\xe9"}', "latin1"),
    says: "latin1.json:2:18: error: `latin1.json` is not UTF-8 text",
  },
  "weights.bin": {
    content: Buffer.from([0, 255, 254, 3, 10, 200]),
    says: "weights.bin:1:2: error: `weights.bin` is not UTF-8 text",
  },
  "deep.json": {
    content: `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
    says: "deep.json:1:5001: error: nested deeper than 1000 levels [too-deep]\n",
  },
  "deep-open.json": {
    content: "[".repeat(10_000),
    says: "deep-open.json:1:1001: error: nested deeper than 1000 levels [too-deep]\n",
  },
  "comma.json": {
    content: '{\n  "a": 1,\n}',
    says: "comma.json:3:1: error: not valid JSON: unexpected `}` [json-syntax]\n  use double quotes",
  },
  "model.json": {
    content: '{"architectures":["Gemma4ForConditionalGeneration"],"model_type":"gemma4"}',
    says: "model.json: error: this is a model's config.json, not a config document [document-type]\n  run `fettle resolve model.json`",
  },
};

const folder = folderWith({
  ...Object.fromEntries(Object.entries(bad).map(([name, { content }]) => [name, content])),
  "unnamed/config.json": '{\n  "model_type": "gemma4"\n}',
  "wrong/config.json": '{ "architectures": "Gemma4" }',
  "broken/config.json": '{ "architectures": [',
  "none/other.json": "{}",
  "manifest.json": '{ "apiVersion": "apps/v1", "kind": "Deployment" }',
  "packs/acme/loose.pack.json": '{ "pack": "acme/loose", "hook": "vllm_config", "rulez": [] }',
  "project/fettle.config.json": '{ "sett": "vllm" }',
  "project/sub/doc.json": "{}",
  "cut/fettle.config.json": '{ "set": ',
  "later/fettle.config.json": '{ "target": "0.99" }',
  "later.yaml":
    "kind: Pod\nspec:\n  containers:\n    - image: vllm/vllm-openai:v0.99.0\n      args: [--model, gemma]\n",
});

/** One diagnostic on standard error, nothing on standard output, and no stack. */
function expectRefusal(args: readonly string[], says: string, options: Parameters<typeof fettle>[1] = {}): void {
  const { code, out, err } = fettle(args, { cwd: folder, ...options });
  expect({ code, out, err }).toEqual({ code: 2, out: "", err: expect.stringContaining(says) });
  expect(err.match(/^\S*:? ?error: |: error: /gm)).toHaveLength(1);
  expect(err).not.toMatch(/^ {4}at |node:internal/m);
}

describe("documents", () => {
  test.each(Object.keys(bad))("apply refuses %s", (name) => expectRefusal(["apply", name], bad[name]!.says));

  test.each(["truncated.json", "twice.json", "array.json", "empty.json", "deep.json"])(
    "standard input is refused like %s",
    (name) => {
      const says = bad[name]!.says.replaceAll(name, "standard input");
      expectRefusal(["apply", "-"], says, { input: bad[name]!.content });
    },
  );

  test("a folder, a file that is not there, and one without permission", () => {
    expectRefusal(["apply", "packs"], "packs: error: `packs` is a folder [file-unreadable]\n  name a file");
    expectRefusal(
      ["apply", "none.json"],
      "none.json: error: `none.json` does not exist [file-not-found]\n  check the path",
    );
    mkdirSync(path.join(folder, "closed"), { recursive: true });
    chmodSync(path.join(folder, "array.json"), 0o000);
    if (process.getuid?.() !== 0) expectRefusal(["apply", "array.json"], "no permission to read");
    chmodSync(path.join(folder, "array.json"), 0o644);
  });

  test("many megabytes work", () => {
    const count = isLong ? 1000 : 250;
    const layers = Array.from({ length: count }, (_, index) => ({ index, name: "x".repeat(100 * 1024) }));
    const big = folderWith({
      "big.json": JSON.stringify({
        model_config: { architecture: "X", hf_config: { layers } },
        cache_config: { blok: 1 },
      }),
    });
    const started = Date.now();
    const { code, out, err } = fettle(["apply", "big.json"], { cwd: big });
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining("unknown key `blok`") });
    expect(out).toContain("no changes");
    expect(
      JSON.parse(fettle(["apply", "big.json", "--format", "json", "-q"], { cwd: big }).out).document.model_config
        .hf_config.layers,
    ).toHaveLength(count);
    expect(Date.now() - started).toBeLessThan(30_000);
  });
});

describe("models", () => {
  test.each([
    [["resolve"], "error: no MODEL given [usage]\n  name a model's config.json"],
    [
      ["resolve", "unnamed"],
      "unnamed/config.json:1:1: error: config.json does not name an architecture [no-architecture]",
    ],
    [["resolve", "wrong"], "wrong/config.json:1:3: error: `architectures` is not a list of names [bad-model-config]"],
    [["resolve", "broken"], "broken/config.json:1:21: error: not valid JSON"],
    [["resolve", "none"], "`none/config.json` does not exist [file-not-found]"],
    [["resolve", "later.yaml"], "later.yaml:4: error: the manifest runs vLLM `0.99.0`, which is not a known release"],
    [["resolve", "manifest.json"], "manifest.json: error: this is a Kubernetes manifest (Deployment)"],
    [["resolve", "array.json"], "array.json:1:1: error: config.json is not an object [not-an-object]"],
    [
      ["resolve", "--", "vllm", "serve", "google/gemma"],
      "`google/gemma` is neither a local folder nor in the Hugging Face cache",
    ],
    [["resolve", path.join(fixtures, "document.json")], "this is already a config document"],
    [
      ["resolve", path.join(fixtures, "gemma"), "--", "--max-model-len", "long"],
      "invalid value `long` for `--max-model-len`",
    ],
    [["resolve", path.join(fixtures, "gemma"), "--feature", "x"], "`--feature` requires a recipe"],
    [["resolve", path.join(fixtures, "gemma"), "--gpu-memory", "lots"], "invalid value `lots` for `--gpu-memory`"],
    [
      ["resolve", path.join(fixtures, "gemma"), "--recipe", path.join(fixtures, "recipe.yaml"), "--variant", "fp9"],
      "`fp9` is not a variant of this recipe",
    ],
    [
      ["why", "attention_config.backend", path.join(fixtures, "document.json"), "--", "--seed", "1"],
      "is a config document, which takes no flags",
    ],
  ])("%j", (args, says) => expectRefusal(args, says));
});

describe("rules", () => {
  test.each([
    [["--set", "vlm"], "error: unknown set `vlm` [unknown-set]\n  did you mean `vllm`?"],
    [
      ["--target", "newest"],
      "error: `newest` is not a target [bad-target]\n  write it as project@version, such as vllm@0.33.0, or `latest`",
    ],
    [["--target", "vlm@0.33.0"], "error: unknown project `vlm` [unknown-release]\n  did you mean `vllm`?"],
    [["--target", "0.19.7"], "error: vllm has no release `0.19.7` [unknown-release]\n  did you mean `vllm@0.19.1`?"],
    [["--target", "vllm@0.16"], "error: vllm has no release `0.16` [unknown-release]\n  did you mean `vllm@0.17.0`?"],
    [
      ["--target", "vllm@0.99.0"],
      "error: vllm has no release `0.99.0` [unknown-release]\n  did you mean `vllm@0.33.0`?",
    ],
    [["--pack", "vllm/gema4"], "error: unknown pack `vllm/gema4` [unknown-pack]\n  did you mean `vllm/gemma4`?"],
    [["--rules", "nowhere"], "nowhere: error: `nowhere` does not exist [file-not-found]"],
    [
      ["--rules", "packs"],
      "packs/acme/loose.pack.json:1:48: error: unknown key `rulez` [unknown-key]\n  did you mean `rules`?",
    ],
  ])("%j", (options, says) => expectRefusal(["apply", path.join(fixtures, "document.json"), ...options], says));

  test("a broken fettle.config.json is told with its place", () => {
    expectRefusal(["list"], "fettle.config.json:1:3: error: unknown key `sett` [unknown-key]\n  did you mean `set`?", {
      cwd: path.join(folder, "project"),
    });
    expectRefusal(["apply", "doc.json"], "../fettle.config.json:1:3: error: unknown key `sett`", {
      cwd: path.join(folder, "project/sub"),
    });
    expectRefusal(["list"], "fettle.config.json:1:9: error: not valid JSON", { cwd: path.join(folder, "cut") });
    expectRefusal(["list"], "fettle.config.json:1:13: error: vllm has no release `0.99` [unknown-release]\n  did you", {
      cwd: path.join(folder, "later"),
    });
  });
});

describe("words", () => {
  test.each([
    [["aply"], "error: unknown command `aply` [usage]\n  did you mean `apply`?"],
    [["--verison"], "error: no command given before `--verison`"],
    [["apply"], "error: `fettle apply` needs a DOCUMENT [usage]\n  name a JSON file, or `-` for standard input"],
    [["apply", "a", "b"], "error: too many arguments for `fettle apply`: `a` `b`"],
    [
      ["apply", "--formt", "json"],
      "error: unknown option `--formt` for `fettle apply` [usage]\n  did you mean `--format`?",
    ],
    [["apply", "--format"], "error: `--format <format>` needs a value"],
    [["apply", "--format", "jsn", "x"], "error: invalid value `jsn` for `--format` [usage]\n  did you mean `json`?"],
    [
      ["resolve", "x", "--max-model-len", "8192"],
      "error: unknown option `--max-model-len` for `fettle resolve` [usage]\n  put vLLM flags after `--`",
    ],
    [["resolve", "x", "--patch", "--pin"], "error: conflicting output formats: json-patch and serve-args"],
    [["why"], "error: `fettle why` needs a PATH"],
    [["completion", "tcsh"], "error: unsupported shell `tcsh`"],
  ])("%j", (args, says) => expectRefusal(args, says));

  test("no command at all shows the help on standard error", () => {
    const { code, out, err } = fettle([]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Usage: fettle <command>");
  });
});

test("a fault of ours is one line that asks to report it, with the stack only where it is wanted", () => {
  const breaking = folderWith({
    "break.mjs": "Array.prototype.toSpliced = () => { throw new Error('broken on purpose') };",
  });
  const node = ["--import", path.join(breaking, "break.mjs")];
  const quiet = fettle(["apply", "document.json", ...acme], { node });
  expect(quiet).toEqual({
    code: 70,
    out: "",
    err: "fettle: internal error: broken on purpose (this is a bug in fettle; please report it with the command you ran; FETTLE_DEBUG=1 shows the stack)\n",
  });
  expect(fettle(["apply", "document.json", ...acme], { node, env: { FETTLE_DEBUG: "1" } }).err).toMatch(/\n {4}at /);
});
