import { summarize } from "./statistics.js";

/**
 * An entry's times, and their ratios to another entry's times in the same rounds; `ofLeast` is the ratio of the least,
 * `byClock` the same as the ratio where processor time and the clock were both read.
 */
export function compare({ times, walls = null, facts = null }, base) {
  const ratio = summarize(ratios(times, base.times));
  const ofLeast = Math.min(...times) / Math.min(...base.times);
  const byClock = walls === null ? null : summarize(ratios(walls, base.walls)).median;
  return { time: summarize(times), ratio: { ...ratio, ofLeast, byClock }, facts };
}

/** Every measured entry against one of them. */
export function compareToBase(measured, base) {
  return new Map([...measured].map(([name, entry]) => [name, compare(entry, measured.get(base))]));
}

function ratios(times, base) {
  return times.map((time, round) => time / base[round]);
}
