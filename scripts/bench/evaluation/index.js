import { contenders } from "../contenders/index.js";
import { sampleDocuments } from "../lib/documents.js";
import { compare, compareToBase } from "../lib/ratios.js";
import { runRounds } from "../lib/rounds.js";
import { measureAllocation } from "./allocation.js";
import { checkAgreement } from "./agreement.js";

const base = "hand-written function";
const module = new URL("batch.js", import.meta.url).href;

/** The six families: what an evaluation costs, against the same by hand and by other engines. */
export async function measureEvaluation({ features, pace, note }) {
  note("agreement with all vectors");
  const agreement = await checkAgreement(({ feature }) => feature === undefined || features[feature]);
  const agrees = ({ name }) => agreement.verdicts.get(name) === null;
  const timed = contenders.filter(agrees);
  if (!timed.some(({ name }) => name === base))
    throw new Error("the function written by hand disagrees: there is nothing to compare with");
  note(`timing ${timed.length} contenders`);
  const units = sampleDocuments().length;
  const entries = timed.map((contender) => ({ name: contender.name, module, options: contender, units }));
  const times = await runRounds(entries, pace);
  const measured = compareToBase(times, base);
  const ofOwnBase = ({ name, against }) =>
    against === undefined || !times.has(name) || !times.has(against)
      ? null
      : { name: against, ratio: compare(times.get(name), times.get(against)).ratio.median };
  note("bytes allocated");
  return {
    documents: units,
    agreement: { vectors: agreement.vectors, gaps: agreement.gaps },
    contenders: contenders.map(({ name, group, target = null, against }) => ({
      name,
      group,
      target,
      against: ofOwnBase({ name, against }),
      disagreement: agreement.verdicts.get(name) ?? null,
      isThere: agreement.verdicts.has(name),
      ...pick(measured.get(name)),
    })),
    allocation: await measureAllocation(),
  };
}

function pick(measured) {
  return measured === undefined
    ? { nanoseconds: null, ratio: null }
    : { nanoseconds: measured.time, ratio: measured.ratio };
}
