import { readFileSync } from "node:fs";
import vm from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

test("the library runs without a file system, from rules in memory", async () => {
  const contents = `import { load } from "./engine/index.ts"; globalThis.load = load;`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: new URL("../..", import.meta.url).pathname, loader: "ts" },
    bundle: true,
    write: false,
    logLevel: "silent",
    format: "iife",
    platform: "browser",
    external: ["node:*"],
  });
  const context = vm.createContext({ structuredClone, TextDecoder, console });
  vm.runInContext(outputFiles[0]!.text, context);
  const files = {
    "vllm.set.json": JSON.stringify({ set: "vllm", target: "vllm@0.19.0", stages: [{ dispatch: "vllm_config" }] }),
    "vllm/gemma4.pack.json": read("rules/vllm/gemma4.pack.json"),
  };
  const document = {
    model_config: { architecture: "Gemma4ForCausalLM", hf_text_config: { head_dim: 256, global_head_dim: 512 } },
    attention_config: {},
  };
  Object.assign(context, { files, document });
  const evaluate = "load({ files }).then((fettle) => JSON.stringify(fettle.evaluate(document)))";
  const result = JSON.parse(await vm.runInContext(evaluate, context));
  expect(result.document.attention_config).toEqual({ backend: "TRITON_ATTN" });
});

test("importing the library has no effect", async () => {
  const before = Object.getOwnPropertyNames(globalThis);
  await import("../../engine/index.js");
  expect(Object.getOwnPropertyNames(globalThis)).toEqual(before);
});
