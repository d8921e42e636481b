import type { Json, MaybeJson } from "../../common/json.js";
import { itemAt } from "../../common/must.js";
import { literal, names, type Emitter } from "../emitter.js";
import type { LinkContext } from "../link-context.js";
import { linkReference } from "../link-value.js";
import type { ValueNode } from "../node.js";
import { parseTemplate, showValue, type TemplatePart } from "../template.js";
import { compileValue, emitValue } from "../values.js";
import { charge } from "../expression/runtime/budget.js";
import { release, type Evaluation } from "./evaluation.js";

/** The message of a log or a failure, with resolved placeholders. */
export interface MessageNode {
  readonly template: readonly TemplatePart[];
  readonly values: readonly ValueNode[];
}

/** A rendered message and its values by placeholder name. */
export interface Message {
  readonly message: string;
  readonly params: Record<string, Json>;
}

export function linkMessage(message: string, at: string, context: LinkContext): MessageNode | null {
  const parsed = parseTemplate(message);
  if (!parsed.ok) {
    const hint = "write `{{` and `}}` for literal braces";
    context.report("bad-placeholder", at, "unmatched brace in the message", hint, parsed.offset);
    return null;
  }
  const values = parsed.parts.flatMap((part) => ("name" in part ? [linkPlaceholder(part, at, context)] : []));
  return values.every((value) => value !== null) ? { template: parsed.parts, values } : null;
}

function linkPlaceholder(
  { name, offset }: { name: string; offset: number },
  at: string,
  context: LinkContext,
): ValueNode | null {
  if (name !== "") return linkReference(name, at, context, offset);
  const hint = "write a fact or a path between the braces, or `{{}}` for literal braces";
  context.report("bad-placeholder", at, "empty placeholder", hint, offset);
  return null;
}

export function compileMessage({ template, values }: MessageNode): (evaluation: Evaluation) => Message {
  const compute = values.map(compileValue);
  return (evaluation) => {
    const params: Record<string, Json> = {};
    let next = 0;
    const parts = template.map((part) => {
      if ("text" in part) return part.text;
      const value = itemAt(compute, next++)(evaluation.document);
      params[part.name] = giveValue(evaluation, value);
      return showValue(value);
    });
    return { message: parts.join(""), params };
  };
}

/** Emits the declarations of a message's values, and the JavaScript for its text and params. */
export function emitMessage(
  { template, values }: MessageNode,
  emitter: Emitter,
): { declare: string; message: string; params: string } {
  const { evaluation, helpers } = names;
  const declare = values.map((value, index) => `const v${index}=${emitValue(value, emitter)};`).join("");
  let next = 0;
  const params: string[] = [];
  const parts = template.map((part) => {
    if ("text" in part) return literal(part.text);
    const value = `v${next++}`;
    params.push(`${literal(part.name)}:${helpers}.giveValue(${evaluation},${value})`);
    return `${helpers}.showValue(${value})`;
  });
  return { declare, message: ['""', ...parts].join("+"), params: `{${params.join()}}` };
}

/** Converts a value for `params`: null if it is absent. */
export function giveValue(evaluation: Evaluation, value: MaybeJson): Json {
  if (value === undefined) return null;
  chargeFor(value);
  return release(evaluation, value);
}

/** Charges for a structure: it is not copied into a log, but printing the log writes all of it. */
function chargeFor(value: Json): void {
  if (typeof value !== "object" || value === null) return;
  const parts = Object.values(value);
  charge(parts.length);
  for (const part of parts) chargeFor(part);
}
