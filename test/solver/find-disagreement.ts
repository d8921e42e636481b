import { vllm } from "../../engine/vllm/adapter/vllm.js";
import fc from "fast-check";
import { casesOf } from "../../engine/solver/cases-of.js";
import { jsonEqual } from "../../engine/common/json.js";
import { behaviorDiffers } from "../../engine/solver/encode/behavior.js";
import { alike } from "../../engine/solver/encode/equality.js";
import { aimedDocuments } from "../../engine/solver/challenge/aimed-documents.js";
import { compareResults } from "../../engine/solver/compare-results.js";
import { encodeProgram } from "../../engine/solver/encode/encode-program.js";
import { termsFor } from "../../engine/solver/terms-for.js";
import { orWhenOver } from "../../engine/solver/budget.js";
import { evaluateIn } from "../../engine/solver/evaluate-term.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { compareEncoding, isEncodedApart, type Disagreement } from "./compare-encoding.js";
import { propagate } from "../../engine/solver/propagate.js";
import type { Bool } from "../../engine/solver/term.js";
import { termsBelow } from "../../engine/solver/term-parts.js";
import type { Terms } from "../../engine/solver/terms.js";
import { editsOf } from "./edits.js";
import { programs, type MadeProgram } from "./generate-programs.js";

export interface Search {
  readonly seed: number;
  readonly programs: number;
  readonly documents: number;
}

/**
 * The first thing in which encoder and engine disagree: what a program does with a document, or whether two versions of
 * it differ there. Imports nothing of vitest, so that it can be bundled with a fault.
 */
export async function findDisagreement({ seed, programs: most, documents }: Search): Promise<Disagreement | null> {
  for (const [number, made] of fc.sample(programs, { numRuns: most, seed }).entries()) {
    const program = JSON.parse(JSON.stringify(made)) as MadeProgram;
    // Nothing is said of what is too large.
    const found = await orWhenOver(
      () => disagreementOn(program, seed + number, documents),
      () => null,
    );
    if (found !== null) return found;
  }
  return null;
}

async function disagreementOn(program: MadeProgram, seed: number, count: number): Promise<Disagreement | null> {
  const [before, after] = [await linked(program), await linked(edited(program, seed))];
  if (before === null || after === null) return null;
  const terms = termsFor(before, after);
  const runs = [encodeProgram(terms, before, before), encodeProgram(terms, after, after)] as const;
  const differs = behaviorDiffers(terms, { before: runs[0], after: runs[1] });
  const cases = casesOf(terms, differs).map((one) => one());
  const kept = runs[0].fields.map((field) => ({ ...field, same: alike(terms, field.before, field.after) }));
  let left = count;
  for (const document of aimedDocuments([before, after], new Set(program.packs.map(({ pack }) => pack)), seed)) {
    for (const run of runs) for (const found of compareEncoding(terms, run, document)) return found;
    const { truth, value } = evaluateIn(terms, document);
    for (const { same, before: old, after: now } of isEncodedApart(terms, document) ? [] : kept) {
      const [encoder, engine] = [truth(same), jsonEqual(value(old), value(now))];
      if (encoder !== engine) return { about: "whether a field keeps its value", engine, encoder };
    }
    const encoder = truth(differs);
    const engine = compareResults(runs[0].evaluate(document), runs[1].evaluate(document), vllm.alias).length > 0;
    if (encoder !== engine && !isEncodedApart(terms, document))
      return { about: "whether two versions differ", engine, encoder };
    const inCases = cases.some(truth);
    if (inCases !== encoder) return { about: "whether one of the cases differs", engine: encoder, encoder: inCases };
    const lost = lostBySimplifying(terms, encoder ? differs : terms.not(differs), truth);
    if (lost !== null) return { about: "what a simplified question says", engine: true, encoder: lost };
    if (--left === 0) return null;
  }
  return null;
}

/**
 * Joins a formula that holds with other truths of the same document, and simplifies it, as questions are. False if the
 * result does not hold any more; otherwise null.
 */
function lostBySimplifying(terms: Terms, holds: Bool, truth: (of: Bool) => boolean): false | null {
  const atoms = termsBelow([holds]).filter((term) => term.kind === "is" || term.kind === "identical");
  const some = atoms.filter((_, index) => index % Math.ceil(atoms.length / mostGiven) === 0);
  const given = some.map((atom) => (truth(atom) ? atom : terms.not(atom)));
  return truth(propagate(terms, terms.and(...given, holds))) ? null : false;
}

/** Number of truths that are joined. */
const mostGiven = 12;

function edited({ packs, stages }: MadeProgram, seed: number): MadeProgram {
  const index = seed % packs.length;
  const copy = structuredClone(packs[index]!);
  const edits = editsOf(copy);
  if (edits.length > 0) edits[seed % edits.length]!.change(copy);
  return { packs: packs.with(index, copy), stages };
}

async function linked({ packs, stages }: MadeProgram) {
  const named = packs.map((pack) => [`${pack.pack}.pack.json`, pack] as const);
  const files = { "made.set.json": { set: "made", target: "vllm@0.19.0", stages }, ...Object.fromEntries(named) };
  return (await loadProgram({ set: "made", files })).program?.linked ?? null;
}
