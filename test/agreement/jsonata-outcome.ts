import jsonata from "jsonata";
import type { Json } from "../../engine/base/json.js";
import { closeExpression } from "../../engine/lang/expression/closures.js";
import { emitExpression } from "../../engine/lang/expression/emit.js";
import type { ExpressionNode } from "../../engine/lang/expression/node.js";
import { runtime } from "../../engine/lang/expression/runtime.js";

/** What became of an evaluation: its value as JSON text (undefined where absent), or the code of its error. */
export type Outcome = { readonly json: string | undefined } | { readonly error: string };

export function runClosures(node: ExpressionNode, document: Json): Outcome {
  return outcomeOf(() => closeExpression(node)(document));
}

export function runEmitted(node: ExpressionNode, document: Json): Outcome {
  const code = emitExpression(node, { root: "document", rt: "rt" });
  return outcomeOf(() => new Function("document", "rt", `"use strict";return ${code}`)(document, runtime) as unknown);
}

/** jsonata's own answer. It gets a copy, as it sometimes writes into its input. */
export async function runJsonata(text: string, document: Json): Promise<Outcome> {
  try {
    const value: unknown = await jsonata(text).evaluate(structuredClone(document));
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
