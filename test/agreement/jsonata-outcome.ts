import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import jsonata from "jsonata";
import type { Json } from "../../engine/common/json.js";
import { compileExpression } from "../../engine/language/expression/closures.js";
import { emitExpression } from "../../engine/language/expression/emit.js";
import type { ExpressionNode } from "../../engine/language/expression/node.js";
import { runtime } from "../../engine/language/expression/runtime.js";

/** The outcome of an evaluation: its value as JSON text (undefined if absent), or its error code. */
export type Outcome = { readonly json: string | undefined } | { readonly error: string };

export function runClosures(node: ExpressionNode, document: Json): Outcome {
  return outcomeOf(() => compileExpression(node)(document));
}

export function runEmitted(node: ExpressionNode, document: Json): Outcome {
  const code = emitExpression(node, { root: "document", rt: "rt" });
  return outcomeOf(() => new Function("document", "rt", `"use strict";return ${code}`)(document, runtime) as unknown);
}

/** jsonata's own result. It gets a copy, since it sometimes modifies its input. */
export function runJsonata(text: string, document: Json): Promise<Outcome> {
  return answer(jsonata, text, document);
}

/**
 * The result of the same jsonata with an `Object.keys` and `JSON.stringify` that sort keys, and otherwise unchanged
 * JavaScript. It reveals what else depends on key order, including objects that jsonata creates itself.
 */
export function runSortedJsonata(text: string, document: Json): Promise<Outcome> {
  return answer((sortedJsonata ??= loadSortedJsonata()), text, document);
}

/** JSON text with all object keys sorted by JavaScript's default sort, then in the order that JavaScript keeps them. */
export function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, entry: unknown) => withSortedKeys(entry));
}

/** An outcome normalized for key order. */
export function ofAnyOrder(outcome: Outcome): Outcome {
  return "error" in outcome || outcome.json === undefined ? outcome : { json: canonical(JSON.parse(outcome.json)) };
}

function withSortedKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

let sortedJsonata: typeof jsonata | undefined;

function loadSortedJsonata(): typeof jsonata {
  const source = readFileSync(createRequire(import.meta.url).resolve("jsonata/jsonata.js"), "utf8");
  const sortedObject = Object.assign(Object.create(Object) as typeof Object, {
    keys: (object: object) => Object.keys(withSortedKeys(object) as object),
  });
  type Replacer = (key: string, value: unknown) => unknown;
  const sortedJson = {
    parse: (text: string): unknown => JSON.parse(text),
    stringify: (value: unknown, replacer?: Replacer, space?: number) =>
      JSON.stringify(
        value,
        (key, entry: unknown) => withSortedKeys(replacer === undefined ? entry : replacer(key, entry)),
        space,
      ),
  };
  const module = { exports: {} };
  new Function("module", "exports", "Object", "JSON", source)(module, module.exports, sortedObject, sortedJson);
  return module.exports as typeof jsonata;
}

async function answer(engine: typeof jsonata, text: string, document: Json): Promise<Outcome> {
  try {
    const value: unknown = await engine(text).evaluate(structuredClone(document));
    return { json: JSON.stringify(value) };
  } catch (error) {
    return { error: String((error as { code?: string }).code) };
  }
}

function outcomeOf(run: () => unknown): Outcome {
  try {
    return { json: JSON.stringify(run()) };
  } catch (error) {
    return { error: String((error as { code?: string }).code ?? error) };
  }
}
