import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject } from "../../common/json.js";
import type { ServeArgs } from "../../serving/given.js";

/** What vLLM refuses by the flags alone, before it looks at the model. */
export function checkGiven(args: ServeArgs): readonly Diagnostic[] {
  return [...checkToolParser(args), ...checkPoolingTypes(args), ...checkReplicas(args)];
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
