import type { Path } from "../base/path.js";
import type { UnsetAction } from "../generated/pack.js";
import { names } from "../lang/emitter.js";
import { linkTarget } from "../lang/link-value.js";
import type { ActionKind } from "./action.js";
import { removePath } from "./write.js";

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
  close:
    ({ path }, rule) =>
    (evaluation) =>
      removePath(evaluation, path, rule),
  emit: ({ path }, rule, emitter) =>
    `${names.helpers}.removePath(${names.evaluation},${emitter.constant(path)},${emitter.constant(rule)})`,
  writes: ({ path }) => path,
  reads: () => [],
  includes: () => null,
};
