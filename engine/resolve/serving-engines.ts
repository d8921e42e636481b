import { diagnostic, FettleError } from "../common/diagnostic.js";
import type { EngineAdapter } from "../common/engine-adapter.js";
import type { engines } from "../packs/engines.js";
import { isServed, type ServingEngine } from "../serving/serving-engine.js";

/** What builds the documents of the shipped engines, loaded on first use: `fettle apply` does without it. */
const shipped: Readonly<Record<keyof typeof engines, () => Promise<ServingEngine>>> = {
  vllm: async () => (await import("../vllm/serving.js")).serving,
};

/** Returns what builds an engine's documents from models and flags. @throws FettleError if there is nothing. */
export async function servingEngineOf(engine: EngineAdapter): Promise<ServingEngine> {
  if (isServed(engine)) return engine.serving;
  if (isShipped(engine.name)) return shipped[engine.name]();
  const message = `no documents of ${engine.title} can be built from models and flags`;
  const hint = "pass an engine with `serving`, or run `fettle apply` on its documents";
  throw new FettleError([diagnostic("usage", message, { hint })]);
}

function isShipped(name: string): name is keyof typeof shipped {
  return Object.hasOwn(shipped, name);
}
