import { kindOf } from "../actions/index.js";
import { readsOf } from "../lang/expression/static.js";
import type { ComparisonNode, ValueNode } from "../lang/node.js";
import { comparisonsOf as comparisonsIn } from "../lang/walk.js";
import type { LinkedPacks } from "../pack/link-packs.js";
import { mayMeet } from "./places.js";
import { reachedFrom } from "../pack/within-reach.js";

/** Every value that packs read, those in the conditions of their stages included. */
export function valuesOf(linked: LinkedPacks, names: ReadonlySet<string>): readonly ValueNode[] {
  const rules = [...names].flatMap((name) => linked.packs.get(name)?.rules ?? []);
  const actions = rules.flatMap(({ then }) => then.flatMap((action) => kindOf(action).reads(action)));
  return [...actions, ...comparisonsOf(linked, names).flatMap(({ fact, value }) => [fact, value])];
}

/** Every comparison of packs and of the stages that run them. */
export function comparisonsOf({ packs, stages }: LinkedPacks, names: ReadonlySet<string>): readonly ComparisonNode[] {
  const rules = [...names].flatMap((name) => packs.get(name)?.rules ?? []);
  const conditions = [...rules.map(({ when }) => when), ...stages.map((stage) => (stage.kind === "pack" && names.has(stage.pack) ? stage.when : null))];
  return conditions.flatMap((condition) => (condition === null ? [] : comparisonsIn(condition)));
}

/**
 * Whether anything that runs besides a pack reads one of these fields, or a part or a whole of it: only then can it do
 * otherwise because of them.
 */
export function areReadElsewhere(fields: readonly string[], pack: string, versions: readonly LinkedPacks[]): boolean {
  return versions.some((linked) => {
    const all = [...linked.packs.keys()];
    const own = reachedFrom([pack], linked);
    const others = runsOnce(own, linked) ? all.filter((name) => !own.has(name)) : all;
    const stages = linked.stages.flatMap((stage) => (stage.kind === "pack" && stage.when !== null ? comparisonsIn(stage.when) : []));
    const reads = [...valuesOf(linked, new Set(others)), ...stages.flatMap(({ fact, value }) => [fact, value])].flatMap(pathsOf);
    return [...reads, "model_config.architecture"].some((read) => fields.some((field) => mayMeet(read, field)));
  });
}

/**
 * Linked packs without what neither runs a pack nor reads one of some fields: it does otherwise only because
 * an evaluation ends before it, or no longer does.
 */
export function concernedBy(linked: LinkedPacks, pack: string, fields: readonly string[]): LinkedPacks {
  const isConcerned = (name: string): boolean => {
    const reached = reachedFrom([name], linked);
    const reads = valuesOf({ ...linked, stages: [] }, reached).flatMap(pathsOf);
    return reached.has(pack) || reads.some((read) => fields.some((field) => mayMeet(read, field)));
  };
  const concerned = new Set([...linked.packs.keys()].filter(isConcerned));
  const stages = linked.stages.flatMap((stage): LinkedPacks["stages"] => {
    if (stage.kind === "dispatch") return [{ ...stage, packs: new Map([...stage.packs].filter(([, name]) => concerned.has(name))) }];
    const asks = stage.when === null ? [] : comparisonsIn(stage.when).flatMap(({ fact, value }) => [fact, value]).flatMap(pathsOf);
    return concerned.has(stage.pack) || asks.some((read) => fields.some((field) => mayMeet(read, field))) ? [stage] : [];
  });
  const names = stages.flatMap((stage) => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()]));
  const reached = reachedFrom(names, linked);
  return { ...linked, stages, packs: new Map([...linked.packs].filter(([name]) => reached.has(name))) };
}

/** Whether rules write the architecture, so that the one that a document comes with does not say which packs run. */
export function writesArchitecture(linked: LinkedPacks): boolean {
  const actions = [...linked.packs.values()].flatMap(({ rules }) => rules.flatMap(({ then }) => then));
  return actions.some((action) => {
    const path = kindOf(action).writes(action)?.join(".");
    return path === "model_config" || path === "model_config.architecture";
  });
}

/** Whether an evaluation comes to packs in one way only. */
function runsOnce(packs: ReadonlySet<string>, linked: LinkedPacks): boolean {
  const stages = linked.stages.map((stage) => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()]));
  const ways = stages.filter((names) => [...reachedFrom(names, linked)].some((name) => packs.has(name)));
  return ways.length === 1;
}

/** Every path that a value is read from. */
export function pathsOf(node: ValueNode): readonly string[] {
  if (node.kind === "constant") return [];
  return node.kind === "path" ? [node.text] : readsOf(node.expression).map((path) => path.join("."));
}
