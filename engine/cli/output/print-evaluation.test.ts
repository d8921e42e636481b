import { vllm } from "../../vllm/adapter/vllm.js";
import { expect, test } from "vitest";
import type { Evaluated } from "../../explain/evaluated.js";
import { printEvaluation } from "./print-evaluation.js";

test("a result that is too long for one text is an error of the evaluation", async () => {
  // What JSON.stringify does with a text of more than 2^29 characters.
  const document = {
    get model_config() {
      throw new RangeError("Invalid string length");
    },
  };
  let written = "";
  const streams = {
    write: async (text: string) => void (written += text),
    note: () => {},
    color: false,
    colors: false,
  };
  const result = { ok: true, document, changes: [], logs: [], error: null };
  const rules = {
    set: "vllm",
    target: { project: "vllm", version: "0.19.0" },
    packs: new Map(),
    stages: [],
    engine: vllm,
  };
  const evaluated = {
    before: {},
    result,
    trace: [],
    rules,
    pack: null,
    built: null,
    fields: "all",
    pinAll: false,
    resolveWith: () => null,
  };
  const code = await printEvaluation(evaluated as unknown as Evaluated, "json", {
    streams,
    options: { has: () => true, text: () => undefined },
  } as never);
  expect(code).toBe(1);
  expect(written).toContain("exceeds the maximum length of a string");
});
