import { gemma4 } from "./gemma4.js";
import { hybrid } from "./hybrid.js";
import { llamaNemotronVl } from "./llama-nemotron-vl.js";
import { mamba } from "./mamba.js";
import { nemotronH } from "./nemotron-h.js";
import { qwen35 } from "./qwen3-5.js";
import { finish, start } from "./run.js";

const families = new Map([
  ["Gemma4ForCausalLM", gemma4],
  ["Gemma4ForConditionalGeneration", gemma4],
  ["MambaForCausalLM", mamba],
  ["Mamba2ForCausalLM", mamba],
  ["FalconMambaForCausalLM", mamba],
  ["LlamaNemotronVLModel", llamaNemotronVl],
  ["LlamaNemotronVLForSequenceClassification", llamaNemotronVl],
  ["NemotronHForCausalLM", nemotronH],
  ["NemotronHPuzzleForCausalLM", nemotronH],
  ["Qwen3_5ForConditionalGeneration", qwen35],
  ["Qwen3_5MoeForConditionalGeneration", qwen35],
]);

/** What the six packs do, as one would write it by hand: copy on write, with the ledger and the logs of a result. */
export function evaluate(document) {
  const run = start(document);
  const model = document.model_config;
  const family = families.get(model?.architecture);
  if ((family === undefined || family(run)) && model?.is_hybrid === true) hybrid(run);
  return finish(run);
}
