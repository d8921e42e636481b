import { jsonEqual, type Json, type JsonObject } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import type { Rule } from "../../engine/index.js";
import { compileExpression } from "../../engine/language/expression/closures.js";
import { ExpressionError } from "../../engine/language/expression/expression-error.js";
import { parseExpression } from "../../engine/language/expression/parse-expression.js";

/** The section with the objects that may be shared. */
export const model = "model_config";
const clone = <Value>(value: Value): Value => structuredClone(value);
const segments = (name: string) => name.split(".");

/** What the language's text says of key order, for a value that stands at a place of the input. */
function inOrder(value: Json, input: unknown): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return value.map((item: Json, index) => inOrder(item, Array.isArray(input) ? input[index] : undefined));
  const known: Record<string, unknown> =
    typeof input === "object" && input !== null && !Array.isArray(input) ? (input as Record<string, unknown>) : {};
  const names = [
    ...Object.keys(known).filter((name) => name in value),
    ...Object.keys(value)
      .filter((name) => !(name in known))
      .sort(),
  ];
  return Object.fromEntries(names.map((name) => [name, inOrder((value as JsonObject)[name]!, known[name])]));
}

/** The pack performed on a document of one's own, by plain mutation: an object in two places is then one by itself. */
export function perform(all: readonly Rule[], input: JsonObject) {
  const document = clone(input);
  const [changes, logs]: [Json[], Json[]] = [[], []];
  const snapshot = (value: unknown, name: string) => inOrder(clone(value) as Json, readPath(input, segments(name)));
  const enter = (container: Record<string, unknown>, name: string, target: string, value: unknown): void => {
    const [before, after] = [container[name], value].map((side) =>
      side === undefined ? undefined : snapshot(side, target),
    );
    if (value === undefined) delete container[name];
    else container[name] = clone(value);
    changes.push({
      path: target,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  };
  for (const { when: test, then } of all) {
    if (test !== undefined) {
      const { fact, operator, value } = test as { fact: string; operator: string; value: { fact: string } };
      if ((readPath(document, segments(fact)) === readPath(document, segments(value.fact))) !== (operator === "equal"))
        continue;
    }
    for (const one of then) {
      if ("log" in one) {
        const name = one.message.slice(1, -1);
        logs.push({ [name]: snapshot(readPath(document, segments(name)) ?? null, name) });
        continue;
      }
      const target = "set" in one ? one.set : (one as { unset: string }).unset;
      const parent = readPath(document, segments(target).slice(0, -1)) as Record<string, unknown> | undefined;
      const name = segments(target).at(-1)!;
      const isContainer = typeof parent === "object" && parent !== null;
      if (!("set" in one)) {
        if (!isContainer || !Object.hasOwn(parent, name)) continue;
        if (Array.isArray(parent)) return { error: "fettle/array-item", changes, logs };
        enter(parent, name, target, undefined);
        continue;
      }
      const value = "jsonata" in one ? compute(one.jsonata, document) : (one as { value: Json }).value;
      if (value instanceof ExpressionError) return { error: `fettle/jsonata-${value.code}`, changes, logs };
      if (value === undefined) return { error: "fettle/absent-value", changes, logs };
      if (!isContainer || (Array.isArray(parent) && !Object.hasOwn(parent, name)))
        return { error: "fettle/missing-parent", changes, logs };
      if (!jsonEqual(parent[name], value)) enter(parent, name, target, value);
    }
  }
  return { document: inOrder(document, input), changes, logs, shared: sharedPlace(document) };
}

function compute(expression: string, document: JsonObject): unknown {
  const parsed = parseExpression(expression);
  if (!parsed.ok) throw new Error(parsed.message);
  try {
    return compileExpression(parsed.node)(document);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

/** Where in hf_config the text config is, at most three levels below it and in no array; null where it is not there. */
export function sharedPlace(document: Json): string | null {
  const { hf_config, hf_text_config } = ((document as JsonObject)[model] ?? {}) as JsonObject;
  if (typeof hf_text_config !== "object" || hf_text_config === null) return null;
  const find = (value: unknown, place: readonly string[]): string | null => {
    if (value === hf_text_config) return place.join(".");
    if (typeof value !== "object" || value === null || Array.isArray(value) || place.length === 3) return null;
    return Object.entries(value).reduce<string | null>(
      (found, [key, child]) => found ?? find(child, [...place, key]),
      null,
    );
  };
  return find(hf_config, []);
}
