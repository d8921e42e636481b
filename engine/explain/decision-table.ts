import { itemAt } from "../common/must.js";
import type { Condition, Pack, Rule } from "../generated/pack.js";
import type { ActionEffect } from "../language/actions/effect.js";
import { syntaxOf } from "../language/actions/index.js";
import { conditionText, testText } from "../language/conditions/comparison-text.js";

/** A pack's rules as a table: a row for each rule in execution order, a column for each fact or condition tested. */
export interface DecisionTable {
  readonly columns: readonly DecisionColumn[];
  readonly rows: readonly DecisionRow[];
}

/** The subject of a column: a fact, by its name or path, or a named condition. */
export interface DecisionColumn {
  readonly kind: "fact" | "condition";
  readonly name: string;
}

export interface DecisionRow {
  readonly id: string;
  readonly why: string | null;
  readonly versions: string | null;
  readonly expires: string | null;
  /** For each column, the tests that must all hold. An empty list means any value. */
  readonly cells: readonly (readonly string[])[];
  /** Additional requirements that involve several columns at once. */
  readonly besides: readonly string[];
  /** The rule's effects, in order. */
  readonly effects: readonly ActionEffect[];
}

/** One conjunct of a rule's condition: in a column, or additional if it has none. */
interface Part {
  readonly column: DecisionColumn | null;
  readonly text: string;
}

export function decisionTable({ rules }: Pick<Pack, "rules">): DecisionTable {
  const parts = rules.map(({ when }) => (when === undefined ? [] : partsOf(when)));
  const columns = new Map(parts.flat().flatMap(({ column }) => (column === null ? [] : [[keyOf(column), column]])));
  return {
    columns: [...columns.values()],
    rows: rules.map((rule, index) => rowOf(rule, itemAt(parts, index), [...columns.keys()])),
  };
}

function rowOf(
  { id, why, versions, expires, then }: Rule,
  parts: readonly Part[],
  columns: readonly string[],
): DecisionRow {
  return {
    ...{ id, why: why ?? null, versions: versions ?? null, expires: expires ?? null },
    cells: columns.map((key) =>
      parts.flatMap(({ column, text }) => (column !== null && keyOf(column) === key ? [text] : [])),
    ),
    besides: parts.flatMap(({ column, text }) => (column === null ? [text] : [])),
    effects: then.flatMap((action) => syntaxOf(action).effects(action)),
  };
}

function keyOf({ kind, name }: DecisionColumn): string {
  return `${kind} ${name}`;
}

/**
 * Splits `all` and singleton or empty `any` into conjuncts (an empty `any` always holds); alternatives stay together,
 * in one column if they share it.
 */
function partsOf(condition: Condition): readonly Part[] {
  if ("all" in condition) return condition.all.flatMap(partsOf);
  if ("any" in condition && condition.any.length < 2) return condition.any.flatMap(partsOf);
  const atom = atomOf(condition) ?? alternativesOf(condition);
  if (atom !== null) return [atom];
  return [{ column: null, text: conditionText(condition, Infinity) }];
}

/** Alternatives about one column, such as `< 16 or > 64`. */
function alternativesOf(condition: Condition): Part | null {
  if (!("any" in condition)) return null;
  const atoms = condition.any.map(atomOf);
  const column = atoms[0]?.column ?? null;
  if (column === null) return null;
  const alike = atoms.filter((atom) => atom !== null && atom.column !== null && keyOf(atom.column) === keyOf(column));
  return alike.length < atoms.length ? null : { column, text: alike.map((atom) => atom?.text).join(" or ") };
}

/** A conjunct about one column: a comparison, a named condition, or the negation of either. */
function atomOf(condition: Condition): Part | null {
  if ("condition" in condition) return { column: { kind: "condition", name: condition.condition }, text: "yes" };
  if ("fact" in condition)
    return { column: { kind: "fact", name: condition.fact }, text: testText(condition, Infinity) };
  if (!("not" in condition)) return null;
  const { not } = condition;
  if ("condition" in not) return { column: { kind: "condition", name: not.condition }, text: "no" };
  if (!("fact" in not)) return null;
  const isExact = (not.operator === "isSet" || not.operator === "isPresent") && typeof not.value === "boolean";
  const text = isExact ? testText({ ...not, value: not.value !== true }) : `not ${testText(not, Infinity)}`;
  return { column: { kind: "fact", name: not.fact }, text };
}
