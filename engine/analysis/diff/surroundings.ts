import { kindOf } from "../../actions/index.js";
import { readsOf } from "../../lang/expression/static.js";
import type { ComparisonNode, ValueNode } from "../../lang/node.js";
import { comparisonsOf as comparisonsIn } from "../../lang/walk.js";
import type { LinkedPacks } from "../../pack/link-packs.js";
import { reachedFrom } from "../../pack/within-reach.js";

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
 * otherwise because of them. All of the checkpoint's configuration counts as one field, since parts of it are shared.
 */
export function areReadElsewhere(fields: readonly string[], pack: string, versions: readonly LinkedPacks[]): boolean {
  const written = fields.map(whole);
  return versions.some((linked) => {
    const all = [...linked.packs.keys()];
    const own = reachedFrom([pack], linked);
    const others = runsOnce(own, linked) ? all.filter((name) => !own.has(name)) : all;
    const stages = linked.stages.flatMap((stage) => (stage.kind === "pack" && stage.when !== null ? comparisonsIn(stage.when) : []));
    const reads = [...valuesOf(linked, new Set(others)), ...stages.flatMap(({ fact, value }) => [fact, value])].flatMap(pathsOf).map(whole);
    return [...reads, "model_config.architecture"].some((read) => written.some((field) => overlap(read, field)));
  });
}

/**
 * Linked packs without what neither runs a pack nor reads one of some fields: it does otherwise only because
 * an evaluation ends before it, or no longer does.
 */
export function concernedBy(linked: LinkedPacks, pack: string, fields: readonly string[]): LinkedPacks {
  const written = fields.map(whole);
  const isConcerned = (name: string): boolean => {
    const reached = reachedFrom([name], linked);
    const reads = valuesOf({ ...linked, stages: [] }, reached).flatMap(pathsOf).map(whole);
    return reached.has(pack) || reads.some((read) => written.some((field) => overlap(read, field)));
  };
  const concerned = new Set([...linked.packs.keys()].filter(isConcerned));
  const stages = linked.stages.flatMap((stage): LinkedPacks["stages"] => {
    if (stage.kind === "dispatch") return [{ ...stage, packs: new Map([...stage.packs].filter(([, name]) => concerned.has(name))) }];
    const asks = stage.when === null ? [] : comparisonsIn(stage.when).flatMap(({ fact, value }) => [fact, value]).flatMap(pathsOf).map(whole);
    return concerned.has(stage.pack) || asks.some((read) => written.some((field) => overlap(read, field))) ? [stage] : [];
  });
  const names = stages.flatMap((stage) => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()]));
  const reached = reachedFrom(names, linked);
  return { ...linked, stages, packs: new Map([...linked.packs].filter(([name]) => reached.has(name))) };
}

/** Whether an evaluation comes to packs in one way only. */
function runsOnce(packs: ReadonlySet<string>, linked: LinkedPacks): boolean {
  const stages = linked.stages.map((stage) => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()]));
  const ways = stages.filter((names) => [...reachedFrom(names, linked)].some((name) => packs.has(name)));
  return ways.length === 1;
}

function pathsOf(node: ValueNode): readonly string[] {
  if (node.kind === "constant") return [];
  return node.kind === "path" ? [node.text] : readsOf(node.expression).map((path) => path.join("."));
}

function whole(path: string): string {
  return /^model_config\.hf_(?:text_)?config(?:\.|$)/.test(path) ? "model_config.hf_config" : path;
}

function overlap(left: string, right: string): boolean {
  return left === right || left === "" || right === "" || left.startsWith(`${right}.`) || right.startsWith(`${left}.`);
}
