import { must } from "../common/must.js";
import type { Alias } from "../common/engine-adapter.js";
import type { JsonObject } from "../common/json.js";
import type { LinkedPacks } from "../packs/linked.js";
import { isOver } from "../solver/budget.js";
import { challengeSameness, meantBy, refuted } from "../solver/challenge/challenge-sameness.js";
import type { Answer, Prover } from "../solver/prover.js";
import type { Bool, Place } from "../solver/term.js";
import type { Terms } from "../solver/terms.js";
import {
  differencesOf as differencesIn,
  isNamed,
  ledgersDiffer,
  type Aspect,
  type Difference,
  type Scope,
} from "../solver/encode/behavior.js";
import type { Decision } from "./decision.js";
import { differencesOf, type Versions } from "./behavior-of-versions.js";

export interface Asking {
  readonly prover: Prover;
  readonly versions: Versions;
  readonly isShown: (aspect: Aspect) => boolean;
  readonly seconds: number;
}

/** Two versions over the documents in question, and all possible differences. */
export interface Comparison {
  readonly terms: Terms;
  readonly scope: Scope;
  readonly differences: readonly Difference[];
  /** The packs that it is about. */
  readonly packs: readonly string[];
}

export const comparison = (terms: Terms, scope: Scope, packs: readonly string[]): Comparison => ({
  terms,
  scope,
  differences: differencesIn(terms, scope),
  packs,
});

/** Decides each difference, and the ledger if there is no other. */
export async function* answers(
  { prover, isShown, versions, seconds }: Asking,
  { terms, scope, differences, packs }: Comparison,
  smaller: Comparison | null = null,
  isPartial = false,
): AsyncGenerator<Decision> {
  let isSame = true;
  const asked = differences.filter(({ aspect }) => !isShown(aspect));
  // One question for all of them is decided sooner than one for each, where none can occur.
  const isNone =
    smaller === null &&
    asked.length > 1 &&
    (await prover.isNever(
      terms,
      scope.before.given,
      scope.after.given,
      terms.or(...asked.map(({ differs }) => differs)),
    ));
  const isSettled = smaller === null ? async () => isNone : settledBy(prover, smaller);
  for (const { aspect, differs: test } of differences) {
    if (isShown(aspect)) {
      isSame = false;
      continue;
    }
    if (isOver(prover.budget)) {
      isSame = false;
      yield unasked(timeOverIn(seconds), aspect);
      continue;
    }
    const isDone = await isSettled(aspect);
    const found: Answer = isDone ? { kind: "never" } : await ask(prover, terms, scope, test);
    const answer: Answer = found.kind === "never" && !isDone && isPartial ? { kind: "unknown", reason: partly } : found;
    isSame &&= answer.kind === "never";
    if (answer.kind === "document") yield { kind: "different", aspect, document: answer.document };
    else if (answer.kind === "unknown")
      yield unasked(isOver(prover.budget) ? timeOverIn(seconds) : answer.reason, aspect);
    else if (answer.kind === "not-encoded")
      for (const place of answer.places) yield { kind: "unproved", aspect, ...placeOf(place, versions) };
  }
  if (!isSame) return;
  const document = challengeSameness({
    ...scope,
    programs: [versions.before, versions.after],
    packs,
    isMeant: meantBy(terms, scope.before, scope.after),
  });
  if (document !== null) yield* refutedBy(document);
  else if (!terms.isComplete)
    yield {
      kind: "unproved",
      aspect: null,
      reason: limited(must(terms.engine.alias, "the alias")),
      file: null,
      line: null,
    };
  else if (!(await isSameLedger(prover, terms, scope))) yield { kind: "ledger" };
}

const partly = "depends on values that other packs compute; including those packs would take too long";

/** Why a difference is not decided: an alias may be more objects than the solver covers. */
const limited = ({ field, of, usualKey }: Alias): string =>
  `proved only if ${field} is ${of}, its ${usualKey} or a separate object; too many other parts of ${of} could be ${field}`;

/** An undecided aspect with the reason; a null aspect represents all aspects without a decision. */
export const unasked = (reason: string, aspect: Aspect | null = null): Extract<Decision, { kind: "unproved" }> => ({
  kind: "unproved",
  aspect,
  reason,
  file: null,
  line: null,
});

export const timeOverIn = (seconds: number): string => `not decided within ${seconds} s`;

/** The difference shown by a document that refutes a proof. */
function* refutedBy(document: JsonObject): Generator<Decision> {
  yield { kind: "different", aspect: { kind: "field", name: "" }, document };
  yield { kind: "unproved", aspect: null, reason: refuted, file: null, line: null };
}

/** Tells by name whether a smaller question proves that a difference cannot occur; the rest follows from all others. */
function settledBy(prover: Prover, { terms, scope, differences }: Comparison): (aspect: Aspect) => Promise<boolean> {
  const isNever = (...wanted: readonly Bool[]) =>
    prover.isNever(terms, scope.before.given, scope.after.given, terms.or(...wanted));
  let all: Promise<boolean> | undefined;
  return async (aspect) => {
    all ??= isNever(...differences.map(({ differs }) => differs));
    if (await all) return true;
    const own = differences.find((other) => other.aspect.kind === aspect.kind && other.aspect.name === aspect.name);
    return own !== undefined && isNamed(own.aspect) && isNever(own.differs);
  };
}

async function isSameLedger(prover: Prover, terms: Terms, { before, after }: Scope): Promise<boolean> {
  const differs = ledgersDiffer(terms, before, after);
  return differs !== null && prover.isNever(terms, before.given, after.given, differs);
}

const ask = (prover: Prover, terms: Terms, { before, after }: Scope, test: Bool): Promise<Answer> =>
  prover.ask(terms, before.given, after.given, test);

/**
 * Yields decisions, except witnesses for which the whole set gives the same result in both versions; returns whether
 * there were none of those.
 */
export async function* unmasked(
  decisions: AsyncGenerator<Decision>,
  versions: Versions,
): AsyncGenerator<Decision, boolean> {
  let isMasked = false;
  for await (const decision of decisions) {
    if (decision.kind === "different" && differencesOf(decision.document, versions).length === 0) isMasked = true;
    else yield decision;
  }
  return !isMasked;
}

function placeOf(
  { pack: name, at, reason }: Place,
  { before, after }: { readonly before: LinkedPacks; readonly after: LinkedPacks },
) {
  const pack = after.packs.get(name) ?? before.packs.get(name);
  const line = pack?.source.locate(at)?.line ?? null;
  return {
    reason: reason === "" ? "the solver does not model this construct" : reason,
    file: pack?.file ?? null,
    line,
  };
}
