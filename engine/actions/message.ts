import type { Json, MaybeJson } from "../base/json.js";
import type { Emitter } from "../lang/emitter.js";
import { linkReference } from "../lang/link-value.js";
import type { LinkContext } from "../lang/link-context.js";
import type { ValueNode } from "../lang/node.js";
import { parseTemplate, renderTemplate, type TemplatePart } from "../lang/template.js";
import { closeValue, emitValue } from "../lang/values.js";

/** The message of a log or a failure, its placeholders resolved. */
export interface MessageNode {
  readonly template: readonly TemplatePart[];
  readonly values: readonly ValueNode[];
}

export function linkMessage(message: string, at: string, context: LinkContext): MessageNode | null {
  const template = parseTemplate(message);
  if (template === null) {
    context.report("bad-placeholder", at, "a brace is left open in the message", "write `{{` and `}}` for the braces themselves");
    return null;
  }
  const values = template.flatMap((part) => ("name" in part ? [linkReference(part.name, at, context)] : []));
  return values.every((value) => value !== null) ? { template, values } : null;
}

export function closeMessage({ values }: MessageNode): (document: Json) => MaybeJson[] {
  const compute = values.map(closeValue);
  return (document) => compute.map((value) => value(document));
}

export function emitMessage({ values }: MessageNode, emitter: Emitter): string {
  return `[${values.map((value) => emitValue(value, emitter)).join()}]`;
}

/** The rendered message, and the placeholders' values by name: null where one is absent. */
export function formatMessage(
  { template }: MessageNode,
  values: readonly MaybeJson[],
): { message: string; params: Record<string, Json> } {
  const params: Record<string, Json> = {};
  let next = 0;
  for (const part of template) if ("name" in part) params[part.name] = values[next++] ?? null;
  return { message: renderTemplate(template, values), params };
}

