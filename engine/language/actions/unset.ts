import type { Path } from "../../common/path.js";
import { toSource } from "../../common/source.js";
import type { UnsetAction } from "../../generated/pack.js";
import { literal, names } from "../emitter.js";
import { linkTarget } from "../link-value.js";
import type { ActionKind } from "./action.js";
import { removePath, targetOf } from "./write.js";

export interface UnsetNode {
  readonly kind: "unset";
  readonly at: string;
  readonly path: Path;
}

export const unset: ActionKind<UnsetAction, UnsetNode> = {
  key: "unset",
  link(raw, at, context) {
    const path = linkTarget(raw.unset, `${at}/unset`, context);
    return path === null ? null : { kind: "unset", at, path };
  },
  effects: ({ unset: path }) => [{ kind: "unset", path }],
  operands: [],
  compile({ path }, rule) {
    const target = targetOf(path);
    return (evaluation) => removePath(evaluation, target, rule);
  },
  emit({ path }, rule, emitter) {
    const { document, evaluation, helpers } = names;
    const args = [evaluation, toSource(targetOf(path)), literal(rule)];
    return `if(!${helpers}.removePath(${args.join()}))return false;${document}=${evaluation}.document;${emitter.forget(path)}`;
  },
  emitPython: ({ path }, rule, python) => [`_unset(e, ${python.path(path)}, ${python.text(rule)})`],
  show: ({ path }) => `unset ${path.join(".")}`,
  writes: ({ path }) => path,
  reads: () => [],
  includes: () => null,
};
