import { parseArgs } from "node:util";
import type { JsonObject } from "../../engine/common/json.js";
import { must } from "../../engine/common/must.js";
import { readShared, sayShared } from "./observe.js";
import { compareAt, observedAt, type Counterexample } from "./oracle.js";
import type { Files, Pair } from "./pair.js";
import { judge, type Fault } from "./judge.js";
import { randomOf } from "./random.js";
import { pairOf, type Theme } from "./themes.js";
import { coverOf, verdictOf } from "./verdict.js";
import { releasesOf, sideOf } from "./versions.js";

type Any = any;

/** A pair of which nothing more can be left out, with what shows its fault. */
export interface Shrunk {
  readonly base: Files;
  readonly head: Files;
  readonly document: JsonObject;
  readonly target: string;
  readonly scope: Counterexample["scope"];
}

/** Whether the verdict still denies a difference that the engine shows. */
async function isFalse(pair: Pair, example: Counterexample, seconds: number): Promise<boolean> {
  const [base, head] = [await sideOf("base", pair.set, pair.base), await sideOf("head", pair.set, pair.head)];
  const releases = await releasesOf(pair, base, head);
  const aspects = compareAt(example.document, example, releases);
  if (
    aspects.length === 0 ||
    aspects.every((aspect) => aspect === "ledger") !== example.aspects.every((aspect) => aspect === "ledger")
  )
    return false;
  const said = coverOf(await verdictOf(base, head, seconds), example.scope.pack);
  return said !== "differs" && said !== "not-proved";
}

/** Leaves out whatever can be left out of both versions and of the document while the proof stays false. */
export async function shrink(pair: Pair, example: Counterexample, seconds: number): Promise<Shrunk> {
  let current = pair;
  let { document } = example;
  const tries = async (candidate: Pair, next: JsonObject): Promise<boolean> => {
    try {
      if (!(await isFalse(candidate, { ...example, document: next }, seconds))) return false;
    } catch {
      return false;
    }
    [current, document] = [candidate, next];
    return true;
  };
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const smaller of smallerPairs(current)) {
      if (await tries(smaller, document)) {
        isSmaller = true;
        break;
      }
    }
  }
  // The document alone needs no verdict.
  const releases = await releasesOf(
    current,
    await sideOf("base", current.set, current.base),
    await sideOf("head", current.set, current.head),
  );
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const smaller of smallerDocuments(document)) {
      const aspects = compareAt(smaller, example, releases);
      if (
        !aspects.some((aspect) => example.aspects.includes(aspect)) ||
        (aspects.every((aspect) => aspect === "ledger") && !example.aspects.every((aspect) => aspect === "ledger"))
      )
        continue;
      document = smaller;
      isSmaller = true;
      break;
    }
  }
  return { base: current.base, head: current.head, document, target: example.target, scope: example.scope };
}

/** Both versions with one thing less, the largest things first. */
function* smallerPairs(pair: Pair): Generator<Pair> {
  const names = Object.keys(pair.head).filter((file) => file.endsWith(".pack.json"));
  for (const file of names) {
    const drop = (files: Files): Files => {
      const { [file]: gone, ...rest } = files;
      return Object.fromEntries(
        Object.entries(rest).map(([key, content]) => [
          key,
          key.endsWith(".set.json")
            ? { ...content, stages: (content.stages as JsonObject[]).filter((stage) => stage.pack !== gone?.pack) }
            : content,
        ]),
      );
    };
    yield { ...pair, base: drop(pair.base), head: drop(pair.head) };
  }
  for (const file of names) {
    const [base, head] = [pair.base[file] as Any, pair.head[file] as Any];
    if (base === undefined || head === undefined) continue;
    const made = (one: Any, other: Any): Pair => ({
      ...pair,
      base: { ...pair.base, [file]: one },
      head: { ...pair.head, [file]: other },
    });
    for (const { id } of [
      ...base.rules,
      ...head.rules.filter((rule: Any) => !base.rules.some((same: Any) => same.id === rule.id)),
    ]) {
      const without = (content: Any) => ({ ...content, rules: content.rules.filter((rule: Any) => rule.id !== id) });
      yield made(without(base), without(head));
    }
    for (const key of ["match", "facts", "conditions", "versions", "title", "source"]) {
      if (base[key] === undefined && head[key] === undefined) continue;
      const without = ({ [key]: _, ...content }: Any) => content;
      yield made(without(base), without(head));
    }
    for (const key of ["facts", "conditions"]) {
      for (const name of Object.keys(base[key] ?? {})) {
        const without = (content: Any) => ({
          ...content,
          [key]: Object.fromEntries(Object.entries(content[key] ?? {}).filter(([known]) => known !== name)),
        });
        yield made(without(base), without(head));
      }
    }
    for (const rule of base.rules) {
      const other = head.rules.find((same: Any) => same.id === rule.id);
      for (const smaller of smallerRules(rule)) {
        // Where the rule is the same in both, both shrink; else each alone.
        const replace = (content: Any) => ({
          ...content,
          rules: content.rules.map((same: Any) => (same.id === rule.id ? smaller : same)),
        });
        if (other !== undefined && JSON.stringify(other) === JSON.stringify(rule))
          yield made(replace(base), replace(head));
        else yield made(replace(base), head);
      }
    }
    for (const rule of head.rules) {
      if (base.rules.some((same: Any) => JSON.stringify(same) === JSON.stringify(rule))) continue;
      for (const smaller of smallerRules(rule))
        yield made(base, { ...head, rules: head.rules.map((same: Any) => (same.id === rule.id ? smaller : same)) });
    }
  }
}

function* smallerRules(rule: Any): Generator<Any> {
  for (const key of ["when", "versions", "why"]) {
    if (rule[key] === undefined) continue;
    const { [key]: _, ...rest } = rule;
    yield rest;
  }
  if (rule.then.length > 1)
    for (const index of rule.then.keys()) yield { ...rule, then: rule.then.toSpliced(index, 1) };
  if (rule.when !== undefined) for (const when of smallerConditions(rule.when)) yield { ...rule, when };
}

function* smallerConditions(condition: Any): Generator<Any> {
  for (const key of ["all", "any"]) {
    const list = condition[key];
    if (list === undefined) continue;
    yield* list;
    if (list.length > 1) for (const index of list.keys()) yield { [key]: list.toSpliced(index, 1) };
    for (const [index, part] of list.entries())
      for (const smaller of smallerConditions(part)) yield { [key]: list.with(index, smaller) };
  }
  if (condition.not !== undefined) {
    yield condition.not;
    for (const smaller of smallerConditions(condition.not)) yield { not: smaller };
  }
}

function* smallerDocuments(document: JsonObject): Generator<JsonObject> {
  const copies = function* (value: Any): Generator<(root: Any) => void> {
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      if (Array.isArray(value)) yield (holder) => holder.splice(Number(key), 1);
      else yield (holder) => delete holder[key];
      for (const inner of copies(value[key])) yield (holder) => inner(holder[key]);
    }
  };
  for (const edit of copies(document)) {
    const copy = structuredClone(document);
    edit(copy);
    yield copy;
  }
}

if (process.argv[1]?.endsWith("shrink.ts")) {
  const { values } = parseArgs({
    options: {
      theme: { type: "string", default: "generated" },
      seed: { type: "string", default: "1" },
      index: { type: "string", default: "0" },
      time: { type: "string", default: "10" },
      fault: { type: "string", default: "false-proof" },
      documents: { type: "string", default: "3000" },
    },
  });
  const pair = must(await pairOf(values.theme as Theme, Number(values.index), Number(values.seed)), "the pair");
  const judged = await judge(
    pair,
    { seconds: Number(values.time), budget: { documents: Number(values.documents), milliseconds: 10_000 } },
    randomOf(Number(values.seed) + Number(values.index)),
  );
  const finding = judged.findings.find(({ fault }) => fault === (values.fault as Fault));
  if (finding?.counterexample === undefined) {
    console.log(
      JSON.stringify({ verdict: judged.verdict, findings: judged.findings, base: pair.base, head: pair.head }, null, 1),
    );
  } else {
    const { base, head, document, target, scope } = await shrink(pair, finding.counterexample, Number(values.time));
    const small = { ...pair, base, head };
    const releases = await releasesOf(
      small,
      await sideOf("base", pair.set, base),
      await sideOf("head", pair.set, head),
    );
    console.log(`${pair.name} ${scope.pack ?? "set"} ${target}`);
    for (const file of Object.keys(base)) {
      console.log(JSON.stringify(base[file]));
      if (JSON.stringify(base[file]) !== JSON.stringify(head[file])) console.log(`→ ${JSON.stringify(head[file])}`);
    }
    console.log(
      JSON.stringify(sayShared(document)),
      "\nobserved",
      JSON.stringify(observedAt(readShared(sayShared(document)), { target, scope }, releases), null, 1),
    );
  }
  process.exit(0);
}
