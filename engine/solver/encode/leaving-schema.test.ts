import { expect, test } from "vitest";
import { loadProgram } from "../../workspace/load-program.js";
import { leavingSchema } from "./leaving-schema.js";

const leaving = async (...then: readonly object[]) => {
  const pack = { pack: "acme/a", hook: "vllm_config", rules: [{ id: "r", then }] };
  const set = { set: "acme", target: "vllm@0.33.0", stages: [{ pack: "acme/a" }] };
  const { program, diagnostics } = await loadProgram({
    set: "acme",
    files: { "acme.set.json": set, "acme/a.pack.json": pack },
  });
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return leavingSchema(program.linked);
};

test.each([
  ["a constant that documents come with", { set: "cache_config.block_size", value: 16 }, []],
  ["one beyond a bound", { set: "shutdown_timeout", value: -1 }, ["shutdown_timeout"]],
  ["one inside of a structure", { set: "cache_config", value: { gpu_memory_utilization: 2 } }, ["cache_config"]],
  ["a structure that documents come with", { set: "cache_config", value: { block_size: 16 } }, []],
  [
    "a value that is computed",
    { set: "cache_config.block_size", jsonata: "model_config.hf_config.size" },
    ["cache_config.block_size"],
  ],
  ["an item of an array", { set: "compilation_config.custom_ops.0", value: 1 }, ["compilation_config.custom_ops"]],
  ["what the schema leaves open", { set: "model_config.hf_config.size", jsonata: "1 + 1" }, []],
])("%s", async (_what, action, expected) => {
  expect(await leaving(action)).toEqual(expected);
});
