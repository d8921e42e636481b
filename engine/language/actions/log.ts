import { itemAt } from "../../common/must.js";
import type { LogAction } from "../../generated/pack.js";
import { literal, names } from "../emitter.js";
import type { ActionKind } from "./action.js";
import { compileMessage, emitMessage, linkMessage, type MessageNode } from "./message.js";

export interface LogNode {
  readonly kind: "log";
  readonly at: string;
  readonly level: LogAction["log"];
  /** `vendor/family/code`. */
  readonly code: string;
  readonly message: MessageNode;
}

const levels: readonly string[] = ["debug", "info", "warning", "error"] satisfies readonly LogAction["log"][];
const nextLevel = (level: string): string => itemAt(levels, (levels.indexOf(level) + 1) % levels.length);

export const log: ActionKind<LogAction, LogNode> = {
  key: "log",
  link(raw, at, context) {
    const message = linkMessage(raw.message, `${at}/message`, context);
    return message === null ? null : { kind: "log", at, level: raw.log, code: `${context.pack}/${raw.code}`, message };
  },
  effects: ({ log: level, code, message }) => [{ kind: "log", level, code, message }],
  operands: [{ kind: "choice", member: "log", title: "level", next: nextLevel }],
  compile({ level, code, message }, rule) {
    const compute = compileMessage(message);
    return (evaluation) => {
      evaluation.logs.push({ level, code, rule, ...compute(evaluation) });
      return true;
    };
  },
  emit({ level, code, message: node }, rule, emitter) {
    const { declare, message, params } = emitMessage(node, emitter);
    const entry = `level:${literal(level)},code:${literal(code)},rule:${literal(rule)},message:${message},params:${params}`;
    return `{${declare}${names.evaluation}.logs.push({${entry}})}`;
  },
  emitPython({ level, code, message }, rule, python) {
    const texts = [level, code, rule].map(python.text);
    return [`_log(e, ${texts.join(", ")}, ${python.message(message)})`];
  },
  show: ({ level, code }) => `log ${level} ${code}`,
  writes: () => null,
  reads: ({ message }) => message.values,
  includes: () => null,
};
