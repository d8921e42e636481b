import { expect, test } from "vitest";
import { load } from "../../engine/index.js";

const pack = (name: string, then: object, match?: object) => ({
  pack: name,
  hook: "vllm_config",
  ...(match === undefined ? {} : { match }),
  rules: [{ id: "act", then: [then] }],
});

test("a later stage runs by the architecture that an earlier one wrote, whatever was written before that", async () => {
  const stages = ["made/first", "made/second", "made/old", "made/new"].map((name) => ({ pack: name }));
  const fettle = await load({
    set: "made",
    files: {
      "made.set.json": { set: "made", target: "vllm@0.33.0", stages },
      "made/first.pack.json": pack("made/first", { set: "cache_config.block_size", value: 32 }),
      "made/second.pack.json": pack("made/second", { set: "model_config.architecture", value: "LlamaForCausalLM" }),
      "made/old.pack.json": pack(
        "made/old",
        { log: "info", code: "ran", message: "ran" },
        { architectures: ["Qwen2ForCausalLM"] },
      ),
      "made/new.pack.json": pack(
        "made/new",
        { log: "info", code: "ran", message: "ran" },
        { architectures: ["LlamaForCausalLM"] },
      ),
    },
  });
  const { logs } = fettle.evaluate({ model_config: { architecture: "Qwen2ForCausalLM" }, cache_config: {} });
  expect(logs.map(({ code }) => code)).toEqual(["made/new/ran"]);
});
