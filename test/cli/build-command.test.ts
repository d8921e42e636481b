import { spawnSync } from "node:child_process";
import { isLong } from "../long.js";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { load, type Fettle, type VllmConfig } from "../../engine/index.js";
import { documents } from "../agreement/generate-packs.js";
import fc from "fast-check";
import { files, packs, vectorsOf } from "../vectors/read-vectors.js";
import { fettle, fixtures, folderWith } from "./fettle.js";

type BuiltModule = Pick<Fettle, "evaluate" | "checkDocument" | "set" | "target"> & { packs: Record<string, unknown> };

function build(...args: string[]): { folder: string; file: string } {
  const folder = folderWith({});
  const file = path.join(folder, "rules.mjs");
  expect(fettle(["build", "--out", file, "-q", ...args])).toEqual({ code: 0, out: "", err: "" });
  return { folder, file };
}

test("a built module gives the library's results, traces included, for all vectors", async () => {
  const { file } = build("--set", "vllm");
  const built = (await import(pathToFileURL(file).href)) as BuiltModule;
  const library = await load({ set: "vllm" });
  expect([built.set, built.target, Object.keys(built.packs)]).toEqual([
    library.set,
    library.target,
    [...library.packs.keys()],
  ]);
  let count = 0;
  for (const { input, handler } of files.flatMap(vectorsOf)) {
    for (const options of [{}, { pack: packs[handler]! }, { trace: true, validate: false }]) {
      expect(JSON.stringify(built.evaluate(input, options))).toBe(JSON.stringify(library.evaluate(input, options)));
    }
    count++;
  }
  expect(count).toBe(912);
});

test("and for documents of every kind, wrong ones and misuse included", async () => {
  const { file } = build("--set", "vllm");
  const built = (await import(`${pathToFileURL(file).href}?again`)) as BuiltModule;
  const library = await load({ set: "vllm" });
  fc.assert(
    fc.property(documents, fc.constantFrom(...library.packs.keys()), (document, pack) => {
      expect(built.evaluate(document, { pack, trace: true })).toEqual(
        library.evaluate(document, { pack, trace: true }),
      );
    }),
    { numRuns: 300, seed: 4 },
  );
  for (const wrong of [{ cache_config: { mamba_cache_mode: "alll" } }, { cache_confg: {} }]) {
    const document = wrong as VllmConfig;
    expect(built.evaluate(document)).toEqual(library.evaluate(document));
    expect(built.checkDocument(document)).toEqual(library.checkDocument(document));
  }
  const misuse = (module: Pick<Fettle, "evaluate">) => () => module.evaluate({}, { pack: "vllm/mamb" });
  expect(misuse(built)).toThrow(/did you mean `vllm\/mamba`/);
  expect(misuse(library)).toThrow(/did you mean `vllm\/mamba`/);
});

test("a built module imports nothing, and runs where code may not be generated", () => {
  const { folder, file } = build("--set", "vllm", "--target", "0.19");
  const text = readFileSync(file, "utf8");
  expect(text).not.toMatch(/^import\b|\bimport\s*\(|\brequire\s*\(/m);
  const script = `
    const { evaluate } = await import(${JSON.stringify(pathToFileURL(file).href)});
    const document = { model_config: { architecture: "Gemma4ForCausalLM", hf_text_config: { head_dim: 256, global_head_dim: 512 } }, attention_config: {} };
    console.log(JSON.stringify(evaluate(document).changes));`;
  const node = ["--disallow-code-generation-from-strings", "--input-type=module", "-e", script];
  const { stdout, stderr } = spawnSync(process.execPath, node, { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual([
    { path: "attention_config.backend", after: "TRITON_ATTN", rule: "vllm/gemma4/force-triton" },
  ]);
});

if (isLong)
  test("its types stand alone and hold", () => {
    const { folder } = build("--set", "vllm");
    expect(existsSync(path.join(folder, "rules.d.mts"))).toBe(true);
    const program = path.join(folderWith({ "use.mts": useOf(path.join(folder, "rules.mjs")) }), "use.mts");
    const tsc = path.resolve(import.meta.dirname, "../../node_modules/typescript/bin/tsc");
    const options = ["--strict", "--noEmit", "--types", "", "--target", "ES2022", "--module", "NodeNext"];
    const { stdout } = spawnSync(process.execPath, [tsc, ...options, program], { encoding: "utf8", cwd: folder });
    expect(stdout).toBe("");
  });

const useOf = (module: string) => `
import { evaluate, checkDocument, packs, target, type Result, type Pack } from ${JSON.stringify(module)};
const result: Result = evaluate({}, { pack: "vllm/mamba", trace: true });
export const level: "debug" | "info" | "warning" | "error" | undefined = result.logs[0]?.level;
export const pack: Pack | undefined = packs["vllm/mamba"];
export const text: string = target + checkDocument({}).length;
// @ts-expect-error there is no such option
evaluate({}, { packs: "vllm/mamba" });
`;

test("an operator that a module cannot bring along is refused, and nothing is written", () => {
  const pack = {
    pack: "acme/x",
    hook: "vllm_config",
    rules: [
      {
        id: "r",
        when: { fact: "model_config.hf_config.l", operator: "someFact:equal", value: 1 },
        then: [{ unset: "cache_config.block_size" }],
      },
    ],
  };
  const folder = folderWith({ "rules/acme/x.pack.json": JSON.stringify(pack) });
  const file = path.join(folder, "rules.mjs");
  const { code, err } = fettle(["build", "--set", "vllm", "--rules", path.join(folder, "rules"), "--out", file]);
  expect([code, existsSync(file)]).toEqual([2, false]);
  expect(err).toContain("`acme/x` uses `someFact:equal`, which a built module does not support");
});

test("a name that is no module's is refused", () => {
  expect(fettle(["build", "--out", "rules.json"], { cwd: fixtures })).toMatchObject({
    code: 2,
    err: expect.stringContaining("use a file name that ends in `.mjs`"),
  });
});
