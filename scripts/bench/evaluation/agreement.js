import { isDeepStrictEqual } from "node:util";
import { contenders, makeContender } from "../contenders/index.js";
import { make as makeFettle } from "../contenders/fettle.js";
import { readVectors } from "../lib/documents.js";
import { withGaps } from "./gaps.js";

/**
 * Holds a contender to all vectors: to the original handlers' document, levels, logged values and kind of error, and
 * to Fettle's whole result, ledger and messages included. Returns the first disagreement, or null.
 */
export async function findDisagreement(contender, vectors, reference) {
  const evaluate = await makeContender(contender);
  for (const { id, input, expect } of vectors) {
    const before = JSON.stringify(input);
    const { trace: _, ...result } = await evaluate(input);
    if (JSON.stringify(input) !== before) return `${id}: the document was written to`;
    if (expect !== undefined && !isDeepStrictEqual(outcome(result), expectation(expect)))
      return `${id}: not what the handler made of it`;
    if (!isDeepStrictEqual(result, reference(input))) return `${id}: another result than that of fettle's closures`;
  }
  return null;
}

/** What every contender is held to; code written by hand also to documents with a field left out or null. */
export async function checkAgreement(available) {
  const vectors = readVectors();
  const gaps = withGaps(vectors);
  const reference = await makeFettle({ mode: "closures" });
  const verdicts = new Map();
  for (const contender of contenders.filter(available)) {
    const documents = contender.group === "peer" ? vectors : [...vectors, ...gaps];
    const isChecked = contender.options?.validate !== true && contender.options?.check !== true;
    verdicts.set(
      contender.name,
      await attempt(() => findDisagreement(contender, isChecked ? documents : vectors, reference)),
    );
  }
  return { verdicts, vectors: vectors.length, gaps: gaps.length };
}

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    return `stopped: ${error instanceof Error ? error.message.split("\n")[0] : error}`;
  }
}

function outcome({ document, logs, error }) {
  return {
    document,
    logs: logs.map(({ level, params }) => ({ level, args: Object.values(params) })),
    error: error?.kind ?? null,
  };
}

function expectation({ document, logs, error }) {
  return { document, logs, error: error?.kind ?? null };
}
