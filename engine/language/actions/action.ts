import type { Path } from "../../common/path.js";
import type { Emitter } from "../emitter.js";
import type { LinkContext } from "../link-context.js";
import type { ValueNode } from "../node.js";
import type { Step } from "./evaluation.js";

/** What an action of a linked pack has whatever it does. */
export interface LinkedAction {
  readonly kind: string;
  /** Its place in the pack, as a JSON Pointer. */
  readonly at: string;
}

/** One kind of action: how it is read, run, and turned into code. */
export interface ActionKind<Raw, Node extends LinkedAction> {
  /** The key that names it in a pack. */
  readonly key: string;
  /** Resolves names; findings go to the context. Null where the action cannot stand. */
  link(raw: Raw, at: string, context: LinkContext): Node | null;
  /** The action as a step; `rule` is its rule in full, and `run` finds a pack to include. */
  compile(node: Node, rule: string, run: (pack: string) => Step): Step;
  /** The action as a JavaScript statement, which returns false where the evaluation has failed. */
  emit(node: Node, rule: string, emitter: Emitter): string;
  /** The path that it writes, or null. */
  writes(node: Node): Path | null;
  /** The values that it reads. */
  reads(node: Node): readonly ValueNode[];
  /** The pack that it runs, or null. */
  includes(node: Node): string | null;
}
