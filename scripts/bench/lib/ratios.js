import { summarize } from "./statistics.js";

/** An entry's times, and their ratios to another entry's times in the same rounds; `ofLeast` is the ratio of the least. */
export function compare({ times, facts = null }, base) {
  const ratio = summarize(times.map((time, round) => time / base.times[round]));
  return { time: summarize(times), ratio: { ...ratio, ofLeast: Math.min(...times) / Math.min(...base.times) }, facts };
}

/** Every measured entry against one of them. */
export function compareToBase(measured, base) {
  return new Map([...measured].map(([name, entry]) => [name, compare(entry, measured.get(base))]));
}
