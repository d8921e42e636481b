import { compare, compareToBase } from "../lib/ratios.js";
import { runRounds } from "../lib/rounds.js";

const moduleOf = (name) => new URL(name, import.meta.url).href;

/** What 10,000 rules cost: to find the right ones, to run, to read; and how many packs were compiled on the way. */
export async function measureGrowth({ pace, note }) {
  note("growth: dispatch");
  const dispatch = await measureDispatch(pace);
  note("growth: rules that all apply");
  const rules = await measureRules(pace);
  note("growth: reading and checking");
  return { dispatch, rules, reading: await measureReading(pace) };
}

async function measureDispatch(pace) {
  const passes = 40;
  const entry = (name, packs) => ({
    name,
    module: moduleOf("dispatch-batch.js"),
    options: { packs, rulesEach: 5, passes },
    units: 6 * passes,
  });
  const measured = compareToBase(await runRounds([entry("6 packs", 6), entry("2,000 packs", 2000)], pace), "6 packs");
  return toRows(measured, { "2,000 packs": 1.1 });
}

/** Each against the rules written by hand, of the same number; and each number against the tenth of it. */
async function measureRules(pace) {
  const entry = (by, rules) => ({
    name: `${by}, ${rules}`,
    module: moduleOf("rules-batch.js"),
    options: { by, rules },
    units: rules,
  });
  const entries = ["hand", "fettle", "json-rules-engine"].flatMap((by) => [entry(by, 10_000), entry(by, 1000)]);
  const measured = await runRounds(
    entries.filter(({ name }) => name !== "json-rules-engine, 10000"),
    pace,
  );
  const row = (name, of, base, target = null) => ({
    name,
    target,
    ...rename(compare(measured.get(of), measured.get(base))),
  });
  return [
    row("hand-written, 10,000 rules", "hand, 10000", "hand, 10000"),
    row("fettle, 10,000 rules", "fettle, 10000", "hand, 10000", 1.5),
    row("hand-written, 1,000 rules", "hand, 1000", "hand, 1000"),
    row("fettle, 1,000 rules", "fettle, 1000", "hand, 1000", 1.5),
    row("json-rules-engine, 1,000 rules", "json-rules-engine, 1000", "hand, 1000"),
    row("hand-written, a rule of 10,000 against one of 1,000", "hand, 10000", "hand, 1000"),
    row("fettle, a rule of 10,000 against one of 1,000", "fettle, 10000", "fettle, 1000"),
  ];
}

async function measureReading(pace) {
  const entry = (name, by) => ({
    name,
    module: moduleOf("reading-batch.js"),
    options: { packs: 2000, rulesEach: 5, by },
    units: 10_000,
  });
  const entries = [entry("JSON.parse", "parse"), entry("fettle, read and checked", "fettle")];
  // A read takes long, so fewer rounds do.
  const fewer = { ...pace, rounds: Math.max(5, Math.round(pace.rounds / 3)) };
  return toRows(compareToBase(await runRounds(entries, fewer), "JSON.parse"), { "fettle, read and checked": 3 });
}

function toRows(measured, targets) {
  return [...measured].map(([name, compared]) => ({ name, target: targets[name] ?? null, ...rename(compared) }));
}

function rename({ time, ratio, facts }) {
  return { nanoseconds: time, ratio, facts };
}
