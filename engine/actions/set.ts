import type { Path } from "../base/path.js";
import type { SetComputedAction, SetValueAction } from "../generated/pack.js";
import { names } from "../lang/emitter.js";
import { linkComputed, linkTarget } from "../lang/link-value.js";
import type { ValueNode } from "../lang/node.js";
import { closeValue, emitValue } from "../lang/values.js";
import type { Json } from "../base/json.js";
import type { ActionKind } from "./action.js";
import { writePath } from "./write.js";

export interface SetNode {
  readonly kind: "set";
  readonly at: string;
  readonly path: Path;
  readonly value: ValueNode;
}

export const set: ActionKind<SetValueAction | SetComputedAction, SetNode> = {
  key: "set",
  link(raw, at, context) {
    const path = linkTarget(raw.set, `${at}/set`, context);
    const value: ValueNode | null =
      "jsonata" in raw
        ? linkComputed(raw.jsonata, `${at}/jsonata`, context)
        : { kind: "constant", at: `${at}/value`, value: raw.value as Json };
    return path === null || value === null ? null : { kind: "set", at, path, value };
  },
  close({ path, value }, rule) {
    const compute = closeValue(value);
    return (evaluation) => writePath(evaluation, path, compute(evaluation.document), rule);
  },
  emit({ path, value }, rule, emitter) {
    const args = [names.evaluation, emitter.constant(path), emitValue(value, emitter), emitter.constant(rule)];
    return `${names.helpers}.writePath(${args.join()})`;
  },
  writes: ({ path }) => path,
  reads: ({ value }) => [value],
  includes: () => null,
};
