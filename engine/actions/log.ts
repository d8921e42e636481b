import type { MaybeJson } from "../base/json.js";
import type { LogAction } from "../generated/pack.js";
import { names } from "../lang/emitter.js";
import type { ActionKind } from "./action.js";
import { release, type Evaluation } from "./evaluation.js";
import { closeMessage, emitMessage, formatMessage, linkMessage, type MessageNode } from "./message.js";

export interface LogNode {
  readonly kind: "log";
  readonly at: string;
  readonly level: LogAction["log"];
  /** vendor/family/code. */
  readonly code: string;
  readonly message: MessageNode;
}

export const log: ActionKind<LogAction, LogNode> = {
  key: "log",
  link(raw, at, context) {
    const message = linkMessage(raw.message, `${at}/message`, context);
    return message === null ? null : { kind: "log", at, level: raw.log, code: `${context.pack}/${raw.code}`, message };
  },
  close(node, rule) {
    const compute = closeMessage(node.message);
    return (evaluation) => writeLog(evaluation, node, compute(evaluation.document), rule);
  },
  emit(node, rule, emitter) {
    const values = emitMessage(node.message, emitter);
    return `${names.helpers}.writeLog(${names.evaluation},${emitter.constant(node)},${values},${emitter.constant(rule)})`;
  },
  writes: () => null,
  reads: ({ message }) => message.values,
  includes: () => null,
};

/** Enters a log; always true. */
export function writeLog(evaluation: Evaluation, node: LogNode, values: readonly MaybeJson[], rule: string): true {
  for (const value of values) release(evaluation, value);
  evaluation.logs.push({ level: node.level, code: node.code, rule, ...formatMessage(node.message, values) });
  return true;
}
