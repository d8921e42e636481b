import { kindOf } from "../actions/index.js";
import { readsOf } from "../lang/expression/static.js";
import type { ComparisonNode, ValueNode } from "../lang/node.js";
import { comparisonsOf as comparisonsIn } from "../lang/walk.js";
import type { LinkedPacks } from "../pack/link-packs.js";
import { readDocumentSchema } from "../program/document-schema.js";
import { domainOf, type Domain } from "./domain.js";
import { mayMeet } from "./places.js";
import { reachedFrom } from "../pack/within-reach.js";
import { tags } from "./term.js";

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
 * Linked packs without those that cannot tell two versions of a pack apart.
 *
 * Lemma: what a pack that is left out does is the same in both, unless an evaluation ends before it in one of them, which
 * shows as a failure. It does not run the pack, and reads no field that differs, nor one that a pack writes which does; and
 * since what it writes fits the schema, the document that it leaves to the others is among those that are asked about.
 */
export function concernedBy(linked: LinkedPacks, pack: string, fields: readonly string[]): LinkedPacks {
  const all = [...linked.packs.keys()].map((name) => {
    const reached = reachedFrom([name], linked);
    const asks = linked.stages.flatMap((stage) => (stage.kind === "pack" && stage.pack === name && stage.when !== null ? comparisonsIn(stage.when).flatMap(({ fact, value }) => [fact, value]) : []));
    const reads = [...valuesOf({ ...linked, stages: [] }, reached), ...asks].flatMap(pathsOf);
    return { name, reads, writes: writesOf(linked, reached), isKept: reached.has(pack) || mayLeaveSchema(linked, reached) };
  });
  const concerned = new Set(all.filter(({ isKept }) => isKept).map(({ name }) => name));
  const differing = new Set(fields);
  for (let size = -1; size < concerned.size; ) {
    size = concerned.size;
    for (const { name, reads, writes } of all) {
      if (!concerned.has(name) && !reads.some((read) => [...differing].some((field) => mayMeet(read, field)))) continue;
      concerned.add(name);
      for (const path of writes) differing.add(path);
    }
  }
  const stages = linked.stages.flatMap((stage): LinkedPacks["stages"] => {
    if (stage.kind === "dispatch") return [{ ...stage, packs: new Map([...stage.packs].filter(([, name]) => concerned.has(name))) }];
    return concerned.has(stage.pack) ? [stage] : [];
  });
  const names = stages.flatMap((stage) => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()]));
  const reached = reachedFrom(names, linked);
  return { ...linked, stages, packs: new Map([...linked.packs].filter(([name]) => reached.has(name))) };
}

function writesOf(linked: LinkedPacks, names: ReadonlySet<string>): readonly string[] {
  const actions = [...names].flatMap((name) => linked.packs.get(name)?.rules.flatMap(({ then }) => then) ?? []);
  return actions.flatMap((action) => kindOf(action).writes(action)?.join(".") ?? []);
}

/** Whether packs may leave a value behind that a document could not come with: a constant was checked, what is computed was not. */
function mayLeaveSchema(linked: LinkedPacks, names: ReadonlySet<string>): boolean {
  const domain = domainOf(readDocumentSchema());
  const actions = [...names].flatMap((name) => linked.packs.get(name)?.rules.flatMap(({ then }) => then) ?? []);
  return actions.some((action) => action.kind === "set" && action.value.kind !== "constant" && !isOpen(action.path.reduce((inside, key) => inside.child(key), domain)));
}

const isOpen = ({ tags: allowed, values, bounds, isInteger }: Domain): boolean => allowed.size === tags.length && values === null && bounds.length === 0 && !isInteger;

/** Whether rules write the architecture, so that the one that a document comes with does not say which packs run. */
export function writesArchitecture(linked: LinkedPacks): boolean {
  const actions = [...linked.packs.values()].flatMap(({ rules }) => rules.flatMap(({ then }) => then));
  return actions.some((action) => {
    const path = kindOf(action).writes(action)?.join(".");
    return path === "model_config" || path === "model_config.architecture";
  });
}

/** Every path that a value is read from. */
export function pathsOf(node: ValueNode): readonly string[] {
  if (node.kind === "constant") return [];
  return node.kind === "path" ? [node.text] : readsOf(node.expression).map((path) => path.join("."));
}
