import type { Json } from "../../common/json.js";
import { escapeControls } from "../../common/printable.js";
import { showValue } from "../../common/show-value.js";
import type { EffectiveConfiguration, EffectiveSetting, EffectiveValue, Topic } from "../../explain/effective.js";
import type { Style } from "./style.js";
import { certaintyMarks } from "./text-document.js";

const names: Readonly<Record<Topic, string>> = {
  length: "length",
  dtype: "dtype",
  quantization: "quantization",
  parallelism: "parallelism",
  attention: "attention backend",
  "kv-cache": "KV cache",
  "prefix-caching": "prefix caching",
  "chunked-prefill": "chunked prefill",
  batch: "batch",
  "cuda-graphs": "CUDA graphs",
  compilation: "compilation",
  scheduling: "scheduling",
  speculation: "speculative decoding",
  pooling: "pooling",
};

type Show = (values: readonly Json[]) => readonly string[];

const onOff: Show = ([value]) => [value === null ? "not set" : value === true ? "on" : "off"];
const plain: Show = ([value]) => [text(value)];

/** Describes each topic's values, in the order of its fields; undefined if the topic does not need a line. */
const shows: Readonly<Record<Topic, Show>> = {
  length: ([length]) => [`${text(length)} tokens`],
  dtype: plain,
  quantization: ([method]) => [method === null ? "none" : text(method)],
  parallelism: ([tensor, pipeline, data, decode, prefill, expert]) => [
    `tensor ${text(tensor)}`,
    ...many("pipeline", pipeline),
    ...many("data", data),
    ...many("decode context", decode),
    ...many("prefill context", prefill),
    ...(expert === true ? ["expert parallel"] : []),
  ],
  attention: ([backend]) => [backend === null ? "chosen at startup" : text(backend)],
  "kv-cache": ([dtype, block, mamba]) => [
    dtype === "auto" ? "model dtype" : text(dtype),
    ...(block === null ? [] : [`blocks of ${text(block)} tokens`]),
    ...(mamba === null || mamba === "none" ? [] : [`recurrent state: ${text(mamba)}`]),
  ],
  "prefix-caching": onOff,
  "chunked-prefill": onOff,
  batch: ([tokens, sequences]) => [`${text(tokens)} tokens`, `${text(sequences)} sequences`],
  "cuda-graphs": ([mode, largest]) =>
    mode === "NONE" ? ["none"] : [text(mode), ...(largest === null ? [] : [`up to ${text(largest)} tokens`])],
  compilation: ([mode, backend]) =>
    mode === 0 || mode === null
      ? ["none"]
      : [typeof mode === "number" ? (modes[mode] ?? text(mode)) : text(mode), text(backend)],
  scheduling: ([isAsync, executor, second]) => [
    isAsync === true ? "asynchronous" : "synchronous",
    ...(executor === null ? [] : [`executor ${text(executor)}`]),
    ...(second === null ? [] : [second === true ? "model runner v2" : "model runner v1"]),
  ],
  speculation: ([method, tokens, model]) =>
    method === null && model === null
      ? ["none"]
      : [text(method ?? model), ...(tokens === null ? [] : [`${text(tokens)} tokens`])],
  pooling: ([runner, convert, pooling]) =>
    runner === "pooling"
      ? [convert === null || convert === "none" ? "yes" : text(convert), ...(pooling == null ? [] : [text(pooling)])]
      : [],
};

const modes = ["none", "STOCK_TORCH_COMPILE", "DYNAMO_TRACE_ONCE", "VLLM_COMPILE"];

function many(name: string, size: Json | undefined): readonly string[] {
  return typeof size === "number" && size > 1 ? [`${name} ${size}`] : [];
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? escapeControls(value) : showValue(value);
}

/** Renders the effective configuration, one topic on each line: its value, its origin, and the requested value. */
export function effectiveLines(configuration: EffectiveConfiguration, style: Style): readonly string[] {
  const rows = effectiveRows(configuration);
  const width = {
    name: Math.max(...rows.map(({ name }) => name.length)),
    value: Math.max(...rows.map(({ value }) => value.length)),
  };
  return [
    deviceLine(configuration, style),
    ...rows.map((row) => {
      const { colors } = style;
      const mark = row.asked.length > 0 ? colors.yellow("!") : colors.dim(row.mark);
      const name = row.name.padEnd(width.name);
      const value = row.value.padEnd(width.value);
      const asked = row.asked.map((flag) => colors.yellow(`overrides ${flag}`));
      return `${mark} ${name}  ${colors.bold(value)}  ${[colors.dim(row.origin), ...asked].join(", ")}`.trimEnd();
    }),
  ];
}

/** One rendered topic. */
export interface Row {
  readonly name: string;
  readonly value: string;
  readonly origin: string;
  readonly mark: string;
  /** The flags that were replaced. */
  readonly asked: readonly string[];
}

/** Describes each topic; omits those that do not need a line. */
export function effectiveRows(configuration: EffectiveConfiguration): readonly Row[] {
  return configuration.settings.map(rowOf).filter((row) => row !== null);
}

function rowOf({ topic, values }: EffectiveSetting): Row | null {
  const shown = shows[topic](values.map(({ value }) => value));
  if (shown.length === 0) return null;
  const told = values.filter(({ value }) => value !== null);
  const kinds = new Set(told.map(({ certainty }) => certainty.kind));
  return {
    name: names[topic],
    value: shown.join(", "),
    origin: originsText(told),
    mark: certaintyMarks[kinds.has("unknown") ? "unknown" : kinds.has("assumed") ? "assumed" : "known"],
    asked: values.flatMap(({ asked }) => (asked === null ? [] : [escapeControls(asked.origin.text)])),
  };
}

/** Renders the origins of a line's values, each once; defaults only if there is nothing else. */
function originsText(values: readonly EffectiveValue[]): string {
  const origins = [...new Set(values.map(({ origin }) => originText(origin)))].filter((origin) => origin !== "");
  const special = origins.filter((origin) => origin !== "default");
  return (special.length === 0 ? origins : special).join("; ");
}

function originText(origin: EffectiveValue["origin"]): string {
  if (origin === null) return "";
  if (origin.kind === "default") return "default";
  return origin.kind === "recipe" ? `recipe: ${escapeControls(origin.text)}` : escapeControls(origin.text);
}

function deviceLine({ device }: EffectiveConfiguration, { colors }: Style): string {
  const { name, memoryGiB, count, platform, isAssumed } = device;
  const called = platform === "cpu" ? "CPU" : (name ?? platform);
  if (called === null) return colors.yellow("device unknown: name it with `--device`; values marked ? depend on it");
  const many = count === null ? "" : `${text(count)} × `;
  const size = memoryGiB === null ? "" : `, ${text(memoryGiB)} GiB`;
  const what = `${many}${text(called)}${size}`;
  return isAssumed
    ? colors.yellow(`assumed device: ${what}; values marked ~ depend on it (set it with \`--device\`)`)
    : `device: ${what}`;
}
