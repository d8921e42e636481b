import type { Path } from "../../common/path.js";
import type { Emitter } from "../emitter.js";
import type { PythonEmitter } from "../python-emitter.js";
import type { ActionEffect } from "./effect.js";
import type { LinkContext } from "../link-context.js";
import type { ValueNode } from "../node.js";
import type { Step } from "./evaluation.js";

/** Common part of all linked actions. */
export interface LinkedAction {
  readonly kind: string;
  /** Location in the pack, as a JSON Pointer. */
  readonly at: string;
}

/** An action as a pack writes it. One that only combines the effects of others needs no more than this. */
export interface ActionSyntax<Raw, Linked> {
  /** The key that identifies it in a pack. */
  readonly key: string;
  /** Resolves names and reports findings to the context. Returns null if the action is invalid. */
  link(raw: Raw, at: string, context: LinkContext): Linked | null;
  /** What it does, in order. */
  effects(raw: Raw): readonly ActionEffect[];
  /** The members that mutations change, besides removing the action. */
  readonly operands: readonly Operand[];
}

/** A member of an action that a mutation can change. */
export type Operand =
  /** A constant, mutated by the schema of the field that the member `field` names. */
  | { readonly kind: "constant"; readonly member: string; readonly field: string }
  | { readonly kind: "expression"; readonly member: string }
  /** One of a few words. */
  | {
      readonly kind: "choice";
      readonly member: string;
      readonly title: string;
      readonly next: (word: string) => string;
    };

/** An action with an effect of its own: how it is linked, run, shown, and compiled to code. */
export interface ActionKind<Raw, Node extends LinkedAction> extends ActionSyntax<Raw, Node> {
  /** Compiles the action to a step. `rule` is the full name of its rule; `run` looks up an included pack. */
  compile(node: Node, rule: string, run: (pack: string) => Step): Step;
  /** Emits the action as a JavaScript statement, which returns false if the evaluation failed. */
  emit(node: Node, rule: string, emitter: Emitter): string;
  /** Emits the action as Python statements, one a line. */
  emitPython(node: Node, rule: string, python: PythonEmitter): readonly string[];
  /** Renders the action on one line. */
  show(node: Node): string;
  /** The path that it writes, or null. */
  writes(node: Node): Path | null;
  /** The values that it reads. */
  reads(node: Node): readonly ValueNode[];
  /** The pack that it includes, or null. */
  includes(node: Node): string | null;
}
