import type { LinkedPacks } from "../../pack/link-packs.js";
import type { Answer, Prover } from "../prover.js";
import type { Bool, Place } from "../term.js";
import type { Terms } from "../terms.js";
import type { Comparison } from "./comparison.js";
import type { Aspect, Decision } from "./compare-rules.js";
import { differencesOf, type Versions } from "./effects.js";
import type { Scope } from "./scopes.js";

export interface Asking {
  readonly prover: Prover;
  readonly versions: Versions;
  readonly isShown: (aspect: Aspect) => boolean;
  readonly seconds: number;
  /** When the time is over, as `performance.now` tells it. */
  readonly end: number;
}

export async function isSame({ prover, isShown }: Asking, { terms, scope, questions }: Comparison): Promise<boolean> {
  if (questions.some(({ aspect }) => isShown(aspect))) return false;
  for (const { differs: test } of questions) if ((await ask(prover, terms, scope, test)).kind !== "never") return false;
  return true;
}

export async function* answers({ prover, isShown, versions, seconds, end }: Asking, { terms, scope, questions }: Comparison): AsyncGenerator<Decision> {
  for (const { aspect, differs: test } of questions) {
    if (isShown(aspect)) continue;
    if (performance.now() > end) return yield { kind: "unproved", aspect: null, reason: `the rest was not asked within ${seconds} s`, file: null, line: null };
    const answer = await ask(prover, terms, scope, test);
    if (answer.kind === "document") yield { kind: "different", aspect, document: answer.document };
    else if (answer.kind === "unknown") yield { kind: "unproved", aspect, reason: answer.reason, file: null, line: null };
    else if (answer.kind === "not-encoded") for (const place of answer.places) yield { kind: "unproved", aspect, ...placeOf(place, versions) };
  }
}

const ask = (prover: Prover, terms: Terms, { before, after }: Scope, test: Bool): Promise<Answer> =>
  prover.ask(terms, before.given, after.given, test);

/** Decisions without documents of which the whole set makes the same in both versions; returns whether there were none such. */
export async function* unmasked(decisions: AsyncGenerator<Decision>, versions: Versions): AsyncGenerator<Decision, boolean> {
  let isMasked = false;
  for await (const decision of decisions) {
    if (decision.kind === "different" && differencesOf(decision.document, versions).length === 0) isMasked = true;
    else yield decision;
  }
  return !isMasked;
}

function placeOf({ pack: name, at, reason }: Place, { before, after }: { readonly before: LinkedPacks; readonly after: LinkedPacks }) {
  const pack = after.packs.get(name) ?? before.packs.get(name);
  const line = pack?.source.locate(at)?.line ?? null;
  return { reason: reason === "" ? "the solver cannot follow what stands here" : reason, file: pack?.file ?? null, line };
}
