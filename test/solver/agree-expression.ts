import { expect } from "vitest";
import { makeTerms } from "../../engine/solver/terms.js";
import { domainOf } from "../../engine/solver/smtlib/domain.js";
import { vllm } from "../../engine/vllm/adapter/vllm.js";
import { alike } from "../../engine/solver/encode/equality.js";
import { evaluateIn } from "../../engine/solver/evaluate-term.js";
import { computeExpression } from "../../engine/solver/encode/expression.js";
import type { Prover } from "../../engine/solver/prover.js";
import type { Bool, Value } from "../../engine/solver/term.js";
import type { Terms } from "../../engine/solver/terms.js";
import { attempt } from "../../engine/solver/encode/unknown-expression.js";
import { either, get } from "../../engine/solver/encode/values.js";
import type { Json, JsonObject, MaybeJson } from "../../engine/common/json.js";
import { ExpressionError } from "../../engine/language/expression/expression-error.js";
import type { ExpressionNode } from "../../engine/language/expression/node.js";
import { parseExpression } from "../../engine/language/expression/parse-expression.js";

/** `H.` is the open part of the document. */
export function parse(text: string): ExpressionNode {
  const parsed = parseExpression(text.replaceAll("H.", "model_config.hf_config."));
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  return parsed.node;
}

export const documentOf = (fields: JsonObject): JsonObject => ({ model_config: { hf_config: fields } });

/** What an expression gives in a document, or the code of its failure. */
export interface Outcome {
  readonly code: string | null;
  readonly value: MaybeJson;
}

export function outcomeOf(node: ExpressionNode, document: JsonObject): Outcome {
  const result = attempt(node, document);
  return result instanceof ExpressionError
    ? { code: `fettle/jsonata-${result.code}`, value: undefined }
    : { code: null, value: result };
}

/** The same over all documents: the code of the failure, absent where there is none, and the value. */
export interface Encoded {
  readonly code: Value;
  readonly value: Value;
}

export function encodeExpression(terms: Terms, node: ExpressionNode): Encoded {
  const { value, faults } = computeExpression(terms, node, terms.document, terms.constant("none"));
  return {
    value,
    code: faults.reduceRight<Value>(
      (rest, fault) => either(terms, fault.when, fault.code, rest),
      terms.constant(undefined),
    ),
  };
}

/** JSON has one zero. */
const asJson = (value: MaybeJson): MaybeJson =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json);

/** What the terms say of a document is what the engine finds in it. */
export function expectSameOutcome(text: string, document: JsonObject): void {
  const node = parse(text);
  const terms = makeTerms(vllm, domainOf(vllm.schema()));
  const encoded = encodeExpression(terms, node);
  const evaluation = evaluateIn(terms, document);
  const code = evaluation.value(encoded.code) ?? null;
  const found = { code, value: code === null ? asJson(evaluation.value(encoded.value)) : undefined };
  const { code: expected, value } = outcomeOf(node, document);
  expect({ text, document, ...found }).toEqual({ text, document, code: expected, value: asJson(value) });
}

/** The solver finds the actual outcome possible in the document, and no other. */
export async function expectSolverAgrees(prover: Prover, text: string, fields: JsonObject): Promise<boolean> {
  const node = parse(text);
  const terms = makeTerms(vllm, domainOf(vllm.schema()));
  const encoded = encodeExpression(terms, node);
  const { code, value } = outcomeOf(node, documentOf(fields));
  const config = get(terms, get(terms, terms.document, "model_config"), "hf_config");
  const names = new Set([...Object.keys(fields), ...[...text.matchAll(/H\.(\w+)/g)].map(([, name]) => name!)]);
  const pinned = [...names].map((key) => alike(terms, get(terms, config, key), terms.constant(fields[key])));
  const actual = terms.and(
    alike(terms, encoded.code, terms.constant(code ?? undefined)),
    code === null ? alike(terms, encoded.value, terms.constant(value)) : terms.yes,
  );
  const so = await prover.askAny(terms, ...pinned, actual);
  expect({ text, fields, actual: so.kind }).not.toEqual({ text, fields, actual: "never" });
  const otherwise = await prover.askAny(terms, ...pinned, terms.not(actual));
  expect({ text, fields, other: otherwise.kind }).not.toEqual({ text, fields, other: "document" });
  return so.kind === "document" && otherwise.kind === "never";
}

export type Verdict =
  | { readonly kind: "same" | "undecided" }
  | { readonly kind: "different"; readonly document: JsonObject };

/** Whether two expressions ever differ, in a value or in a failure. */
export async function compareExpressions(
  prover: Prover,
  left: string,
  right: string,
  given = "true",
): Promise<Verdict> {
  const terms = makeTerms(vllm, domainOf(vllm.schema()));
  const [one, other, where] = [left, right, given].map((text) => encodeExpression(terms, parse(text))) as [
    Encoded,
    Encoded,
    Encoded,
  ];
  const isNone = (encoded: Encoded): Bool => alike(terms, encoded.code, terms.constant(undefined));
  const differ = terms.or(
    terms.not(alike(terms, one.code, other.code)),
    terms.and(isNone(one), isNone(other), terms.not(alike(terms, one.value, other.value))),
  );
  const answer = await prover.ask(terms, isNone(where), alike(terms, where.value, terms.constant(true)), differ);
  if (answer.kind === "never") return { kind: "same" };
  return answer.kind === "document" ? { kind: "different", document: answer.document } : { kind: "undecided" };
}
