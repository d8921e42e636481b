import type { JsonObject } from "../base/json.js";
import type { LinkedPacks } from "../pack/link-packs.js";
import { encodeProgram, termsFor } from "./encode-program.js";
import { evaluateIn } from "./evaluate-term.js";
import { goalsOf, type Goal } from "./goals.js";
import type { Prover } from "./prover.js";
import type { Bool } from "./term.js";
import { withinReach } from "../pack/within-reach.js";

/** A document that shows something of a pack that no other did. */
export interface FoundDocument {
  readonly rule: string;
  /** What it shows, in words. */
  readonly text: string;
  readonly document: JsonObject;
}

export interface FoundDocuments {
  readonly documents: readonly FoundDocument[];
  /** What the solver could not decide: it may be missing. */
  readonly undecided: readonly { readonly rule: string; readonly text: string; readonly reason: string }[];
}

/**
 * The smallest documents that show what the given ones do not of a pack: every comparison deciding its rule both ways,
 * and every number that is compared with, and its neighbours. What no document can show is left out.
 */
export async function findDocuments(prover: Prover, all: LinkedPacks, pack: string, given: readonly JsonObject[]): Promise<FoundDocuments> {
  const linked = withinReach(all, [pack]);
  const terms = termsFor(linked);
  const run = encodeProgram(terms, linked, { pack });
  const seen = given.map((document) => evaluateIn(terms, document));
  const isShown = (test: Bool) => seen.some(({ truth }) => truth(test));
  const [documents, undecided] = [[] as FoundDocument[], [] as FoundDocuments["undecided"][number][]];
  /** A document of which the evaluation does not fail shows more. */
  const find = async ({ rule, text }: Goal, test: Bool): Promise<boolean> => {
    for (const wanted of [terms.and(test, run.ok), test]) {
      const answer = await prover.ask(terms, run.given, wanted);
      if (answer.kind === "document") {
        documents.push({ rule, text, document: answer.document });
        seen.push(evaluateIn(terms, answer.document));
        return true;
      }
      if (answer.kind === "never") continue;
      undecided.push({ rule, text, reason: answer.kind === "unknown" ? answer.reason : "what it depends on is not encoded" });
      return true;
    }
    return false;
  };
  for (const goal of goalsOf(terms, run, pack)) {
    if (isShown(goal.test) || (await find(goal, goal.test))) continue;
    if (goal.weaker !== null && !isShown(goal.weaker)) await find(goal, goal.weaker);
  }
  return { documents, undecided };
}
