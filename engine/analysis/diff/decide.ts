import type { LinkedPacks } from "../../pack/link-packs.js";
import { differs, listAspects } from "../difference.js";
import { alike } from "../equality.js";
import type { Answer, Prover } from "../prover.js";
import type { SymbolicFailure, SymbolicRun } from "../symbolic-run.js";
import type { Bool, Place } from "../term.js";
import { encodeProgram, termsFor } from "../encode-program.js";
import type { Terms } from "../terms.js";
import type { Aspect, Decide, Decision } from "./compare-rules.js";
import type { PackDifference } from "./differing-packs.js";
import { aspectKey, differencesOf, type Versions } from "./effects.js";
import { aloneScope, architecturesOf, asStaged, besides, matchedOnly, setScope, type Scope } from "./scopes.js";
import { areReadElsewhere, concernedBy } from "../surroundings.js";
import { withinReach } from "../../pack/within-reach.js";

interface Question {
  readonly aspect: Aspect;
  readonly differs: Bool;
}

/** Decides with a solver, for one pack after another of the same comparison; `seconds` is how long a pack may take. */
export function decideWith(prover: Prover, packs: readonly PackDifference[], { before, after }: Pick<Versions, "before" | "after">, seconds: number): Decide {
  return async function* (pack, versions, isShown) {
    const about = versions.alone ?? pack.pack;
    const [old, now] = [withinReach(before, [about]), withinReach(after, [about])];
    const terms = termsFor(old, now);
    const asking = { prover, versions, isShown, seconds, end: performance.now() + seconds * 1000 };
    const alone = comparison(terms, aloneScope(terms, old, now, about));
    if (versions.alone !== null) return yield* answers(asking, alone);
    const own = architecturesOf(pack, before, after);
    const [oldSet, newSet] = [besides(before, pack.pack, own), besides(after, pack.pack, own)];
    const inSet = (left: LinkedPacks, right: LinkedPacks): Comparison => {
      const together = termsFor(left, right);
      return comparison(together, setScope(together, left, right, pack, packs));
    };
    if (!isRunAlike(pack)) return yield* answers(asking, inSet(oldSet, newSet));
    const fields = alone.questions.flatMap(({ aspect }) => (aspect.kind === "field" ? [aspect.name] : []));
    const isReadElsewhere = areReadElsewhere(fields, pack.pack, [oldSet, newSet]);
    if (isReadElsewhere && (await isSame(asking, alone))) return;
    if (isReadElsewhere && pack.status === "runs-changed" && own === null) return yield* staged(asking, before, after, pack.pack);
    const near = isReadElsewhere
      ? inSet(concernedBy(oldSet, pack.pack, fields), concernedBy(newSet, pack.pack, fields))
      : { ...alone, scope: matchedOnly(terms, alone.scope, pack, before, after) };
    if (yield* unmasked(answers(asking, near), versions)) return;
    // What it has no part in is told with the packs that have.
    const keys = new Set(near.questions.map(({ aspect }) => aspectKey(aspect)));
    const whole = inSet(oldSet, newSet);
    yield* answers(asking, { ...whole, questions: whole.questions.filter(({ aspect }) => keys.has(aspectKey(aspect))) });
  };
}

/** Decisions without documents of which the whole set makes the same in both versions; returns whether there were none such. */
async function* unmasked(decisions: AsyncGenerator<Decision>, versions: Versions): AsyncGenerator<Decision, boolean> {
  let isMasked = false;
  for await (const decision of decisions) {
    if (decision.kind === "different" && differencesOf(decision.document, versions).length === 0) isMasked = true;
    else yield decision;
  }
  return !isMasked;
}

/** Two versions over the documents that are meant, and all that they could differ in. */
interface Comparison {
  readonly terms: Terms;
  readonly scope: Scope;
  readonly questions: readonly Question[];
}

const comparison = (terms: Terms, scope: Scope): Comparison => ({ terms, scope, questions: questionsOf(terms, scope) });

interface Asking {
  readonly prover: Prover;
  readonly versions: Versions;
  readonly isShown: (aspect: Aspect) => boolean;
  readonly seconds: number;
  /** When the time is over, as `performance.now` tells it. */
  readonly end: number;
}

/**
 * What a pack that runs for any architecture does where it is alone. All that each other pack of the set could make of it
 * would be a question about all of them at once.
 */
async function* staged(asking: Asking, before: LinkedPacks, after: LinkedPacks, pack: string): AsyncGenerator<Decision> {
  const [old, now] = [asStaged(before, pack), asStaged(after, pack)];
  const terms = termsFor(old, now);
  const scope = { before: encodeProgram(terms, old, old), after: encodeProgram(terms, now, now) };
  yield* unmasked(answers(asking, comparison(terms, scope)), asking.versions);
  yield { kind: "unproved", aspect: null, reason: "what else it changes together with other packs was not asked", file: null, line: null };
}

/** Whether both versions run the pack for the same documents where they have it, so that it can be looked at by itself. */
function isRunAlike({ kind, parts }: PackDifference): boolean {
  const where = (path: string) => ["match", "hook", "versions"].includes(path.split(".")[0]!);
  return kind === "pack" && !parts.some(({ path }) => where(path));
}

async function isSame({ prover, isShown }: Asking, { terms, scope, questions }: Comparison): Promise<boolean> {
  if (questions.some(({ aspect }) => isShown(aspect))) return false;
  for (const { differs: test } of questions) if ((await ask(prover, terms, scope, test)).kind !== "never") return false;
  return true;
}

async function* answers({ prover, isShown, versions, seconds, end }: Asking, { terms, scope, questions }: Comparison): AsyncGenerator<Decision> {
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

/**
 * Everything that both could differ in, fields first: their documents often show the logs as well. Logs count where both
 * fail alike or not at all; where only one fails, that is told.
 */
function questionsOf(terms: Terms, { before, after }: Scope): readonly Question[] {
  const sameEnd = terms.not(differs(terms, before, after, { kind: "error" }));
  const aspects = listAspects(before, after);
  const fields = aspects.flatMap((aspect) => (aspect.kind === "field" ? [question("field", aspect.path, differs(terms, before, after, aspect))] : []));
  const logs = aspects.flatMap((aspect) => (aspect.kind === "log" ? [question("log", aspect.code, terms.and(sameEnd, differs(terms, before, after, aspect)))] : []));
  const failures = failuresOf(before, after).map((code) => question("failure", code, failureDiffers(terms, before, after, code)));
  const none = (of: readonly Question[]) => terms.not(terms.or(...of.map(({ differs: test }) => test)));
  const order = aspects.some(({ kind }) => kind === "log-order") ? differs(terms, before, after, { kind: "log-order" }) : terms.no;
  const rest = [
    question("log", "in another order", terms.and(sameEnd, order, none(logs))),
    question("failure", "of any other kind", terms.and(terms.not(sameEnd), none(failures))),
  ];
  return [...fields, ...logs, ...failures, ...rest].filter(({ differs: test }) => test !== terms.no);
}

function question(kind: Aspect["kind"], name: string, test: Bool): Question {
  return { aspect: { kind, name }, differs: test };
}

/** The codes of failures that are known by name. */
function failuresOf(...runs: readonly SymbolicRun[]): readonly string[] {
  const codes = runs.flatMap(({ failures }) => failures.flatMap(({ code }) => (code.kind === "constant" ? [code.value as string] : [])));
  return [...new Set(codes)];
}

/** Where only one of both fails with a code. */
function failureDiffers(terms: Terms, before: SymbolicRun, after: SymbolicRun, code: string): Bool {
  const [old, now] = [before, after].map(({ failures }) => terms.or(...failures.map((failure) => terms.and(failure.when, hasCode(terms, failure, code))))) as [Bool, Bool];
  return terms.or(terms.and(old, terms.not(now)), terms.and(now, terms.not(old)));
}

function hasCode(terms: Terms, failure: SymbolicFailure, code: string): Bool {
  return alike(terms, failure.code, terms.constant(code));
}

function placeOf({ pack: name, at, reason }: Place, { before, after }: { readonly before: LinkedPacks; readonly after: LinkedPacks }) {
  const pack = after.packs.get(name) ?? before.packs.get(name);
  const line = pack?.source.locate(at)?.line ?? null;
  return { reason: reason === "" ? "the solver cannot follow what stands here" : reason, file: pack?.file ?? null, line };
}
