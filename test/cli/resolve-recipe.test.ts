import path from "node:path";
import { expect, test } from "vitest";
import { acme, fettle } from "./fettle.js";

// Transformers 4.57.6, which vLLM 0.19.0 asks for, does not read Gemma 4; that version is tested by the refusals.
const onNewTransformers = [...acme, "--transformers", "5.5.4"];

const golden = (name: string) => path.join(import.meta.dirname, `golden/${name}.txt`);

test("a recipe gives flags, which the command line wins over, and notes on standard error", () => {
  const { code, out, err } = fettle([
    "resolve",
    "gemma",
    ...onNewTransformers,
    "--recipe",
    "recipe.yaml",
    "--format",
    "json",
  ]);
  const { origins, document, otherFlags, model } = JSON.parse(out);
  expect(code).toBe(0);
  expect(model.name).toBe("acme/gemma");
  expect(origins["scheduler_config.max_num_seqs"].kind).toBe("recipe");
  expect(document.scheduler_config.max_num_seqs).toBe(100);
  expect(otherFlags.map(({ flag }: { flag: string }) => flag)).toEqual([
    "--enable-auto-tool-choice",
    "--tool-call-parser",
  ]);
  expect(err).toContain("recipe.yaml: warning: the recipe needs vLLM 0.19.1 or later, but the target is vllm@0.19.0");
  expect(err).toContain("note: the recipe sets the environment: VLLM_ACME=1\n");
  const won = fettle([
    "resolve",
    "gemma",
    ...onNewTransformers,
    "--recipe",
    "recipe.yaml",
    "--feature",
    "short",
    "--variant",
    "fp8",
    "--format",
    "json",
    "--",
    "--max-num-seqs",
    "50",
  ]);
  const { document: own, model: variant } = JSON.parse(won.out);
  expect(own.scheduler_config.max_num_seqs).toBe(50);
  expect(own.model_config.max_model_len).toBe(4096);
  expect(own.cache_config.cache_dtype).toBe("fp8");
  expect(variant.name).toBe("acme/gemma-fp8");
});

test("lists what a recipe lets one choose", async () => {
  const { code, out } = fettle(["resolve", "--recipe", "recipe.yaml", "--list-choices"]);
  expect(code).toBe(0);
  await expect(out).toMatchFileSnapshot(golden("list-choices"));
  const choices = JSON.parse(fettle(["resolve", "--recipe", "recipe.yaml", "--list-choices", "--format", "json"]).out);
  expect(choices.features.map(({ name, chosen }: { name: string; chosen: boolean }) => [name, chosen])).toEqual([
    ["tools", true],
    ["short", false],
  ]);
});
