import type { JsonObject } from "../common/json.js";
import { once } from "../common/memoize.js";
import type { LinkedPacks } from "../packs/linked.js";
import { reasonOver, type Budget } from "./budget.js";
import { encodeProgram } from "./encode/encode-program.js";
import { termsFor } from "./terms-for.js";
import type { Terms } from "./terms.js";
import { aimedDocuments } from "./challenge/aimed-documents.js";
import { shrink } from "./shrink.js";
import { writeQuestion } from "./smtlib/smt.js";
import { evaluateIn, type Evaluation } from "./evaluate-term.js";
import { goalsOf, type Goal } from "./goals.js";
import { bound, type Prover } from "./prover.js";
import type { Bool } from "./term.js";
import { reachablePacks } from "../packs/reachable-packs.js";

/** A document that shows something new about a pack. */
export interface FoundDocument {
  readonly rule: string;
  /** Description of what it shows. */
  readonly text: string;
  readonly document: JsonObject;
}

export interface FoundDocuments {
  readonly documents: readonly FoundDocument[];
  /** Goals that the solver could not decide: they may be missing. */
  readonly undecided: readonly { readonly rule: string; readonly text: string; readonly reason: string }[];
}

/** Describes which coverage goals of a pack the documents meet. */
export function shownBy(all: LinkedPacks, pack: string, documents: readonly JsonObject[]): readonly string[] {
  const { terms, run } = encode(all, pack);
  const seen = documents.map((document) => evaluateIn(terms, document));
  return goalsOf(terms, run, pack).flatMap((goal) => {
    const isShown = (test: Bool) => seen.some(({ truth }) => truth(test));
    return [
      ...(isShown(goal.test) ? [inWords(goal)] : []),
      ...(goal.weaker !== null && isShown(goal.weaker) ? [`${inWords(goal)} at all`] : []),
    ];
  });
}

/**
 * Finds the smallest documents that meet the goals of a pack which are not yet `shown`: every comparison deciding its
 * rule both ways, and every compared number with its neighbors. Omits unsatisfiable goals.
 */
export async function findDocuments(
  prover: Prover,
  all: LinkedPacks,
  pack: string,
  shown: ReadonlySet<string>,
): Promise<FoundDocuments> {
  const { terms, run } = encode(all, pack);
  bound(prover, terms);
  const samples = once(() => samplesOf(terms, reachablePacks(all, [pack]), pack));
  const seen: ReturnType<typeof evaluateIn>[] = [];
  const isShown = (test: Bool) => seen.some(({ truth }) => truth(test));
  const [documents, undecided] = [[] as FoundDocument[], [] as FoundDocuments["undecided"][number][]];
  const add = (rule: string, text: string, document: JsonObject): void => {
    documents.push({ rule, text, document });
    seen.push(evaluateIn(terms, document));
  };
  /** A document whose evaluation does not fail shows more. */
  const find = async ({ rule, text }: Goal, test: Bool): Promise<boolean> => {
    const tests = [terms.and(test, run.ok), test].map((wanted) => terms.and(run.given, wanted));
    for (const wanted of tests) {
      const sample = samples().find(({ evaluation }) => evaluation.truth(wanted));
      if (sample === undefined) continue;
      add(rule, text, shrink(terms, wanted, sample.document, writeQuestion([wanted])).document);
      return true;
    }
    for (const wanted of tests) {
      terms.budget = soonOf(prover.budget);
      const answer = await prover.ask(terms, wanted);
      bound(prover, terms);
      if (answer.kind === "document") {
        add(rule, text, answer.document);
        return true;
      }
      if (answer.kind === "never") continue;
      undecided.push({
        rule,
        text,
        reason: answer.kind === "unknown" ? answer.reason : "depends on a construct the solver does not model",
      });
      return true;
    }
    return false;
  };
  try {
    for (const goal of goalsOf(terms, run, pack)) {
      if (shown.has(inWords(goal)) || isShown(goal.test) || (await find(goal, goal.test))) continue;
      if (goal.weaker !== null && !shown.has(`${inWords(goal)} at all`) && !isShown(goal.weaker))
        await find(goal, goal.weaker);
    }
  } catch (error) {
    const reason = reasonOver(error);
    if (reason === null) throw error;
    undecided.push({ rule: pack, text: "every reachable outcome is covered", reason });
  }
  return { documents, undecided };
}

/** Documents to look through before the solver is asked: most goals that can be met are met by one of them. */
const mostSamples = 500;

function samplesOf(terms: Terms, linked: LinkedPacks, pack: string) {
  const samples: { readonly document: JsonObject; readonly evaluation: Evaluation }[] = [];
  for (const document of aimedDocuments([linked], new Set([pack]), 1)) {
    samples.push({ document, evaluation: evaluateIn(terms, document) });
    if (samples.length === mostSamples) break;
  }
  return samples;
}

/** Milliseconds for what no sample shows: mostly it cannot occur, or takes the solver too long. */
const millisecondsPerGoal = 1000;

const soonOf = (budget: Budget): Budget => ({
  ...budget,
  end: Math.min(performance.now() + millisecondsPerGoal, budget.end),
});

const inWords = ({ rule, text }: Goal): string => `${rule}: ${text}`;

function encode(all: LinkedPacks, pack: string) {
  const linked = reachablePacks(all, [pack]);
  const terms = termsFor(linked);
  return { terms, run: encodeProgram(terms, linked, { pack }) };
}
