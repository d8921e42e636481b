import type { IncludeAction } from "../../generated/pack.js";
import { literal, names } from "../emitter.js";
import { packHint } from "../../common/nearest.js";
import type { ActionKind } from "./action.js";
import type { Step } from "./evaluation.js";

export interface IncludeNode {
  readonly kind: "include";
  readonly at: string;
  readonly pack: string;
}

export const include: ActionKind<IncludeAction, IncludeNode> = {
  key: "include",
  link(raw, at, context) {
    if (context.packs.has(raw.include)) return { kind: "include", at, pack: raw.include };
    const hint = packHint(raw.include, context.packs);
    context.report("unknown-pack", `${at}/include`, `unknown pack \`${raw.include}\``, hint);
    return null;
  },
  effects: ({ include: pack }) => [{ kind: "include", pack }],
  operands: [],
  compile({ pack }, rule, run) {
    let step: Step | undefined;
    return (evaluation) => {
      if (!(step ??= run(pack))(evaluation)) return false;
      evaluation.rule = rule;
      return true;
    };
  },
  emit({ pack }, rule, emitter) {
    const { document, evaluation } = names;
    return `if(!${emitter.include(pack)}(${evaluation}))return false;${document}=${evaluation}.document;${emitter.forget(null)}${evaluation}.rule=${literal(rule)};`;
  },
  emitPython: ({ pack }, rule, python) => [`_STEPS[${python.text(pack)}](e)`, `e.rule = ${python.text(rule)}`],
  show: ({ pack }) => `include ${pack}`,
  writes: () => null,
  reads: () => [],
  includes: ({ pack }) => pack,
};
