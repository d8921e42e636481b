import type { Path } from "../../common/path.js";
import type { Emitter } from "../emitter.js";
import type { LinkContext } from "../link-context.js";
import type { ValueNode } from "../node.js";
import type { Step } from "./evaluation.js";

/** Common part of all linked actions. */
export interface LinkedAction {
  readonly kind: string;
  /** Location in the pack, as a JSON Pointer. */
  readonly at: string;
}

/** One kind of action: how it is linked, run, and compiled to code. */
export interface ActionKind<Raw, Node extends LinkedAction> {
  /** The key that identifies it in a pack. */
  readonly key: string;
  /** Resolves names and reports findings to the context. Returns null if the action is invalid. */
  link(raw: Raw, at: string, context: LinkContext): Node | null;
  /** Compiles the action to a step. `rule` is the full name of its rule; `run` looks up an included pack. */
  compile(node: Node, rule: string, run: (pack: string) => Step): Step;
  /** Emits the action as a JavaScript statement, which returns false if the evaluation failed. */
  emit(node: Node, rule: string, emitter: Emitter): string;
  /** The path that it writes, or null. */
  writes(node: Node): Path | null;
  /** The values that it reads. */
  reads(node: Node): readonly ValueNode[];
  /** The pack that it includes, or null. */
  includes(node: Node): string | null;
}
