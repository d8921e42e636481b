import type { MaybeJson } from "../base/json.js";
import type { FailAction } from "../generated/pack.js";
import { names } from "../lang/emitter.js";
import type { ActionKind } from "./action.js";
import { stop, type Evaluation } from "./evaluation.js";
import { closeMessage, emitMessage, formatMessage, linkMessage, type MessageNode } from "./message.js";

export interface FailNode {
  readonly kind: "fail";
  readonly at: string;
  /** vendor/family/id. */
  readonly code: string;
  readonly errorKind: FailAction["kind"];
  readonly message: MessageNode;
}

export const fail: ActionKind<FailAction, FailNode> = {
  key: "fail",
  link(raw, at, context) {
    const message = linkMessage(raw.message, `${at}/message`, context);
    if (message === null) return null;
    return { kind: "fail", at, code: `${context.pack}/${raw.fail}`, errorKind: raw.kind, message };
  },
  close(node, rule) {
    const compute = closeMessage(node.message);
    return (evaluation) => failWith(evaluation, node, compute(evaluation.document), rule);
  },
  emit(node, rule, emitter) {
    const values = emitMessage(node.message, emitter);
    return `${names.helpers}.failWith(${names.evaluation},${emitter.constant(node)},${values},${emitter.constant(rule)})`;
  },
  writes: () => null,
  reads: ({ message }) => message.values,
  includes: () => null,
};

/** Ends the evaluation with the pack's own error; always false. */
export function failWith(evaluation: Evaluation, node: FailNode, values: readonly MaybeJson[], rule: string): false {
  const { message } = formatMessage(node.message, values);
  return stop(evaluation, { code: node.code, kind: node.errorKind, message, rule });
}
