import { fromRecord } from "../../common/must.js";
import { yamlText } from "./yaml-text.js";
import type { Json, JsonObject } from "../../common/json.js";
import { readPath } from "../../common/path.js";
import type { Pin } from "../../serving/pins.js";
import { commentLines } from "../markdown/comment-lines.js";
import { containerWords } from "./container-words.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Printed } from "../printed.js";
import { pinsOf } from "../../explain/pins.js";

/** Keys of the chart's `vllmConfig` for flags that it writes itself. */
const keys: Readonly<Record<string, string>> = {
  "--enable-chunked-prefill": "enableChunkedPrefill",
  "--max-model-len": "maxModelLen",
  "--dtype": "dtype",
  "--tensor-parallel-size": "tensorParallelSize",
  "--max-num-seqs": "maxNumSeqs",
  "--gpu-memory-utilization": "gpuMemoryUtilization",
};

/** Flags that the chart always writes. */
const ofChart = ["--host", "--port", "--enable-prefix-caching"];

/** Renders the user's flags and the pins as values of vLLM's production-stack chart. */
export function reportHelmValues(evaluated: Evaluated): Printed {
  const { pins, notes } = pinsOf(evaluated);
  const { result, serving } = evaluated;
  if (result.document === null || serving === null) return { text: "" };
  const prefixCaching = serving.flags.byName.get("--enable-prefix-caching")?.field?.split(".") ?? [];
  const caching = readPath(result.document as JsonObject, prefixCaching) === true;
  const chosen = pins.filter(({ flag, value }) => keys[flag.flag] !== undefined && isKept(value));
  const rest = pins.filter((pin) => !chosen.includes(pin) && pin.flag.flag !== "--enable-prefix-caching");
  const words = containerWords(evaluated, rest, [...ofChart, ...chosen.map(({ flag }) => flag.flag)]);
  const vllmConfig = { ...valuesOf(chosen), enablePrefixCaching: caching, extraArgs: words.args };
  const comments = [
    "put vllmConfig into your model's entry: Helm replaces whole lists",
    "enablePrefixCaching is always set: without it, the chart turns prefix caching off",
    ...notes,
    ...words.comments,
  ];
  return { text: `${commentLines(comments)}${yamlText({ servingEngineSpec: { modelSpec: [{ vllmConfig }] } })}` };
}

/** Helm writes large numbers with an exponent, which vLLM cannot parse. */
function isKept(value: Json): boolean {
  return typeof value !== "number" || (value >= 1e-4 && value < 1e6);
}

function valuesOf(pins: readonly Pin[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(pins.map(({ flag, value }) => [fromRecord(keys, flag.flag), value]));
}
