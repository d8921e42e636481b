import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json } from "../../common/json.js";
import type { ServeFacts } from "../facts.js";
import { describeValues } from "./fit-value.js";
import type { EnvironmentValue } from "../../serving/build.js";
import type { OutOfRange, ServeArgs } from "../../serving/given.js";
import type { DerivedModel } from "../config/derive-model.js";
import type { Draft } from "../config/draft.js";
import { whyUnused } from "./without-effect.js";

/** What vLLM refuses by the flags alone, before it looks at the model. */
export function checkGiven(
  args: ServeArgs,
  facts: ServeFacts,
  environment: readonly EnvironmentValue[] = [],
): readonly Diagnostic[] {
  return [
    ...checkToolParser(args),
    ...checkLogging(args),
    ...checkReasoningParser(args, facts),
    ...checkHiddenMetrics(args),
    ...checkPoolingTypes(args),
    ...checkReplicas(args),
    ...checkPorts(args),
    ...checkGrpcPort(args, environment),
  ];
}

/** A reasoning parser is one of vLLM's own or of a plug-in. */
function* checkReasoningParser({ settings }: ServeArgs, facts: ServeFacts): Generator<Diagnostic> {
  const given = (name: string) => settings.find(({ flag }) => flag.field === `structured_outputs_config.${name}`);
  const [parser, plugin] = [given("reasoning_parser"), given("reasoning_parser_plugin")];
  const name = parser?.value;
  if (typeof name !== "string" || name === "" || plugin !== undefined) return;
  if (!facts.behaviors.has("reasoning-parser-opens-section") || facts.reasoningParsers.includes(name)) return;
  const message = `vLLM ${facts.target} has no reasoning parser \`${name}\``;
  const hint = `expected ${describeValues(facts.reasoningParsers, name)}`;
  yield diagnostic("start-refused", message, { hint });
}

/** Metrics are hidden from a release on. */
function* checkHiddenMetrics({ settings }: ServeArgs): Generator<Diagnostic> {
  const field = "observability_config.show_hidden_metrics_for_version";
  const given = settings.find(({ flag }) => flag.field === field);
  if (typeof given?.value !== "string" || /^\s*v?\d/i.test(given.value)) return;
  const message = `\`${given.value}\` is not a version of vLLM`;
  yield diagnostic("start-refused", message, { hint: "expected a version such as `0.20`" });
}

/** A supervisor starts a server with a port of its own for each replica of this node. */
function* checkPorts({ settings, otherFlags }: ServeArgs): Generator<Diagnostic> {
  const asked = otherFlags.find(({ flag, known }) => known && flag === "--data-parallel-multi-port-external-lb");
  if (asked?.value !== true) return;
  const given = (name: string) => settings.find(({ flag }) => flag.field === `parallel_config.${name}`)?.value;
  const [size, local] = [Number(given("data_parallel_size") ?? 1), Number(given("data_parallel_size_local") ?? 0)];
  const isBalanced = given("data_parallel_external_lb") === true || given("data_parallel_hybrid_lb") === true;
  if (size > 1 && local > 1 && size % local === 0 && given("data_parallel_rank") == null && !isBalanced) return;
  const message = `\`${asked.origin.text}\` needs several replicas on this node and no other balancer`;
  const hint = "give `--data-parallel-size` and `--data-parallel-size-local`, which divides it, and no rank";
  yield diagnostic("start-refused", message, { hint });
}

/** The port of gRPC is opened by the frontend in Rust, beside that of HTTP. */
function* checkGrpcPort({ otherFlags }: ServeArgs, environment: readonly EnvironmentValue[]): Generator<Diagnostic> {
  const given = (name: string) => otherFlags.find(({ flag, known }) => known && flag === name);
  const asked = given("--grpc-port");
  if (typeof asked?.value !== "number") return;
  const hint = whatGrpcPortNeeds(asked.value, (name) => given(name)?.value ?? null, environment);
  if (hint !== null) yield diagnostic("start-refused", `vLLM refuses \`${asked.origin.text}\` here`, { hint });
}

function whatGrpcPortNeeds(
  port: number,
  given: (name: string) => Json,
  environment: readonly EnvironmentValue[],
): string | null {
  if (port < 0 || port > 65535) return "expected a port from 0 to 65535";
  const frontend = environment.find(({ field }) => field === "variables.VLLM_USE_RUST_FRONTEND")?.value;
  if (!/^\s*\+?0*[1-9]\d*\s*$/.test(String(frontend ?? ""))) return "set VLLM_USE_RUST_FRONTEND=1";
  if (given("--grpc") === true) return "remove `--grpc`, which starts the server of gRPC in Python";
  if (given("--headless") === true || Number(given("--api-server-count") ?? 1) <= 0)
    return "remove `--headless` and start at least one API server";
  if (given("--data-parallel-multi-port-external-lb") === true)
    return "remove `--data-parallel-multi-port-external-lb`, whose servers would share the port";
  const isTaken = port !== 0 && port === Number(given("--port") ?? 8000) && (given("--uds") ?? "") === "";
  return isTaken ? "choose another port than that of HTTP" : null;
}

/** A number out of range is refused where its section is in use; elsewhere, vLLM never looks at it. */
export function checkRange({ flag, diagnostic: found }: OutOfRange, draft: Draft): Diagnostic {
  if (draft.section(flag.field.split(".").slice(0, -1)) !== null) return found;
  const message = `\`${flag.flag}\` has no effect: ${whyUnused(flag.field)}`;
  return diagnostic("flag-without-effect", message, { severity: "warning", hint: "remove the flag", flag: flag.flag });
}

/** Default adapters are for images, videos or sound; vLLM asks that even where LoRA is off. */
export function* checkAdapters({ settings }: ServeArgs, { facts }: DerivedModel): Generator<Diagnostic> {
  const given = settings.find(({ flag }) => flag.field === "lora_config.default_mm_loras");
  if (facts.multimodal || !isObject(given?.value) || Object.keys(given.value).length === 0) return;
  const message = `\`${given.flag.flag}\` is for models that take images, videos or sound`;
  yield diagnostic("start-refused", message, { hint: "remove the flag" });
}

/** Tools that the model chooses are found in its text by a parser. */
function* checkToolParser({ otherFlags }: ServeArgs): Generator<Diagnostic> {
  const given = (name: string) => otherFlags.find(({ flag, known }) => known && flag === name);
  const choice = given("--enable-auto-tool-choice");
  const parser = given("--tool-call-parser")?.value ?? "";
  if (choice?.value !== true || parser !== "") return;
  const message = `\`${choice.origin.text}\` needs \`--tool-call-parser\``;
  yield diagnostic("start-refused", message, { hint: "name the parser of the model's tool calls, such as `hermes`" });
}

/** What the server of requests logs, measures and sends while it waits. */
function* checkLogging({ otherFlags }: ServeArgs): Generator<Diagnostic> {
  const given = (name: string) => otherFlags.find(({ flag, known }) => known && flag === name);
  const outputs = given("--enable-log-outputs");
  if (outputs?.value === true && given("--enable-log-requests")?.value !== true) {
    const message = `\`${outputs.origin.text}\` needs \`--enable-log-requests\``;
    yield diagnostic("start-refused", message, { hint: "outputs are logged beside their requests" });
  }
  const metrics = given("--enable-per-request-metrics");
  if (metrics?.value === true && given("--disable-log-stats")?.value === true) {
    const message = `\`${metrics.origin.text}\` does not go with \`--disable-log-stats\``;
    yield diagnostic("start-refused", message, { hint: "remove one: the metrics are taken from the statistics" });
  }
  const interval = given("--sse-keep-alive-interval");
  if (typeof interval?.value === "number" && interval.value < 0) {
    const message = `\`${interval.origin.text}\` is negative`;
    yield diagnostic("start-refused", message, { hint: "expected seconds, or 0 to send no signs of life" });
  }
}

/** `pooling_type` stands for one of the other two. */
function* checkPoolingTypes({ settings }: ServeArgs): Generator<Diagnostic> {
  const pooler = settings.find(({ flag }) => flag.field === "model_config.pooler_config");
  const values = pooler?.value;
  if (!isObject(values) || values["pooling_type"] == null) return;
  const other = ["seq_pooling_type", "tok_pooling_type"].find((key) => values[key] != null);
  if (other === undefined) return;
  const message = `\`pooling_type\` and \`${other}\` exclude each other`;
  yield diagnostic("start-refused", message, { hint: "vLLM refuses to start with both; remove one" });
}

/** Who spreads requests over replicas, and what that needs. */
function* checkReplicas({ settings }: ServeArgs): Generator<Diagnostic> {
  const given = (name: string) => settings.find(({ flag }) => flag.field === `parallel_config.${name}`);
  const [external, hybrid] = [given("data_parallel_external_lb"), given("data_parallel_hybrid_lb")];
  const [rank, local] = [given("data_parallel_rank"), given("data_parallel_size_local")];
  if (external?.value === true && hybrid?.value === true) {
    const message = `\`${external.origin.text}\` and \`${hybrid.origin.text}\` exclude each other`;
    yield diagnostic("start-refused", message, { hint: "vLLM refuses to start with both; remove one" });
  }
  if (external?.value === true && rank?.value == null && given("nnodes") === undefined) {
    const message = `\`${external.origin.text}\` needs \`--data-parallel-rank\``;
    yield diagnostic("start-refused", message, { hint: "say which of the replicas this server is" });
  } else if (rank?.value != null && local?.value != null && local.value !== 1) {
    const message = `\`${local.origin.text}\` does not go with \`${rank.origin.text}\`: that is one replica`;
    yield diagnostic("start-refused", message, { hint: "leave the local size out" });
  } else if (hybrid?.value === true && rank?.value == null && local?.value == null && given("nnodes") === undefined) {
    const message = `\`${hybrid.origin.text}\` needs \`--data-parallel-size-local\``;
    yield diagnostic("start-refused", message, { hint: "say how many replicas run on this node" });
  }
}
