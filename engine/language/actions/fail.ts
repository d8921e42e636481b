import type { FailAction } from "../../generated/pack.js";
import { literal, names } from "../emitter.js";
import type { ActionKind } from "./action.js";
import { stop } from "./evaluation.js";
import { compileMessage, emitMessage, linkMessage, type MessageNode } from "./message.js";

export interface FailNode {
  readonly kind: "fail";
  readonly at: string;
  /** `vendor/family/id`. */
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
  effects: ({ fail: code, kind, message }) => [{ kind: "fail", fails: kind, code, message }],
  operands: [
    { kind: "choice", member: "kind", title: "kind", next: (kind) => (kind === "value" ? "assertion" : "value") },
  ],
  compile({ code, errorKind: kind, message: node }, rule) {
    const compute = compileMessage(node);
    return (evaluation) => stop(evaluation, { code, kind, message: compute(evaluation).message, rule });
  },
  emit({ code, errorKind, message: node }, rule, emitter) {
    const { declare, message } = emitMessage(node, emitter);
    const error = `code:${literal(code)},kind:${literal(errorKind)},message:${message},rule:${literal(rule)}`;
    return `{${declare}${names.evaluation}.error={${error}};return false}`;
  },
  emitPython: ({ code, errorKind, message }, rule, python) => [
    `_fail(${[code, errorKind, rule].map(python.text).join(", ")}, ${python.message(message)})`,
  ],
  show: ({ code }) => `fail ${code}`,
  writes: () => null,
  reads: ({ message }) => message.values,
  includes: () => null,
};
