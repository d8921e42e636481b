import { kindOf } from "../../language/actions/index.js";
import type { ComparisonNode, ValueNode } from "../../language/node.js";
import { comparisonsOf as comparisonsIn } from "../../language/walk.js";
import type { LinkedPacks } from "../../packs/linked.js";
import { leavingSchema } from "./leaving-schema.js";
import { mayMeet } from "./places.js";
import { pathsOf } from "./paths-of.js";
import { touchesOf } from "./touches.js";
import { reachableFrom } from "../../packs/reachable-packs.js";

/** Every value that packs read, including those in the conditions of their stages. */
export function valuesOf(linked: LinkedPacks, names: ReadonlySet<string>): readonly ValueNode[] {
  const rules = [...names].flatMap((name) => linked.packs.get(name)?.rules ?? []);
  const actions = rules.flatMap(({ then }) => then.flatMap((action) => kindOf(action).reads(action)));
  return [...actions, ...comparisonsOf(linked, names).flatMap(({ fact, value }) => [fact, value])];
}

/** Every comparison of packs and of the stages that run them. */
export function comparisonsOf({ packs, stages }: LinkedPacks, names: ReadonlySet<string>): readonly ComparisonNode[] {
  const rules = [...names].flatMap((name) => packs.get(name)?.rules ?? []);
  const conditions = [
    ...rules.map(({ when }) => when),
    ...stages.map((stage) => (stage.kind === "pack" && names.has(stage.pack) ? stage.when : null)),
  ];
  return conditions.flatMap((condition) => (condition === null ? [] : comparisonsIn(condition)));
}

export interface Concerned {
  readonly linked: LinkedPacks;
  /**
   * The same without packs that matter only for the values they leave; `opened` are the fields for which these may be
   * anything.
   */
  readonly fewer: LinkedPacks;
  readonly opened: readonly string[];
}

/**
 * Slices linked packs: removes those that cannot distinguish two versions of a pack.
 *
 * Lemma: a removed pack does the same in both versions, unless an evaluation ends before it in one of them, which shows
 * as a failure. It does not run the pack, and reads neither a differing field nor one written by a pack that does; and
 * since its writes match the schema, the document that it leaves to the others is among those in question.
 */
export function concernedBy(linked: LinkedPacks, pack: string, fields: readonly string[]): Concerned {
  const all = [...linked.packs.keys()].map((name) => {
    const reached = reachableFrom([name], linked);
    const asks = linked.stages.flatMap((stage) =>
      stage.kind === "pack" && stage.pack === name && stage.when !== null
        ? comparisonsIn(stage.when).flatMap(({ fact, value }) => [fact, value])
        : [],
    );
    const reads = [...valuesOf({ ...linked, stages: [] }, reached), ...asks].flatMap(pathsOf);
    return {
      name,
      reads,
      asks: asks.flatMap(pathsOf),
      writes: writesOf(linked, reached),
      leaving: leavingSchema(linked, reached),
      isMeant: reached.has(pack),
    };
  });
  const meets = (left: readonly string[], right: Iterable<string>) => {
    const others = [...right];
    return left.some((path) => others.some((other) => mayMeet(path, other, linked.engine.alias)));
  };
  const concerned = new Set(all.filter(({ isMeant }) => isMeant));
  const differing = new Set(fields);
  for (let size = -1; size < concerned.size; ) {
    size = concerned.size;
    for (const entry of all) {
      if (!concerned.has(entry) && !meets(entry.reads, differing)) continue;
      concerned.add(entry);
      const before = differing.size;
      for (const path of entry.isMeant || meets(entry.asks, differing)
        ? entry.writes
        : affected(linked, entry.name, differing))
        differing.add(path);
      if (differing.size > before) size = -1;
    }
  }
  // The reads of these packs must be possible in an input document, or written by a pack that is kept.
  const kept = new Set(concerned);
  for (let size = -1; size < kept.size; ) {
    size = kept.size;
    const reads = [...kept].flatMap((entry) => entry.reads);
    for (const entry of all) if (meets(entry.leaving, reads)) kept.add(entry);
  }
  const only = (entries: ReadonlySet<{ readonly name: string }>) =>
    restrict(linked, new Set([...entries].map(({ name }) => name)));
  const opened = [...kept].filter((entry) => !concerned.has(entry)).flatMap(({ leaving }) => leaving);
  return { linked: only(kept), fewer: only(concerned), opened };
}

function restrict(linked: LinkedPacks, names: ReadonlySet<string>): LinkedPacks {
  const stages = linked.stages.flatMap((stage): LinkedPacks["stages"] => {
    if (stage.kind === "dispatch")
      return [{ ...stage, packs: new Map([...stage.packs].filter(([, name]) => names.has(name))) }];
    return names.has(stage.pack) ? [stage] : [];
  });
  const run = stages.flatMap((stage) => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()]));
  const reached = reachableFrom(run, linked);
  return { ...linked, stages, packs: new Map([...linked.packs].filter(([name]) => reached.has(name))) };
}

/** The writes of those rules of a pack and of its includes that read a differing field. */
function affected(linked: LinkedPacks, name: string, differing: ReadonlySet<string>): readonly string[] {
  const isRead = (paths: readonly string[]) =>
    paths.some((path) => [...differing].some((field) => mayMeet(path, field, linked.engine.alias)));
  return [...reachableFrom([name], linked)].flatMap((reached) =>
    (linked.packs.get(reached)?.rules ?? []).flatMap((rule) => {
      const { reads, writes } = touchesOf(linked, [rule]);
      return isRead(reads) ? writes : [];
    }),
  );
}

function writesOf(linked: LinkedPacks, names: ReadonlySet<string>): readonly string[] {
  const actions = [...names].flatMap((name) => linked.packs.get(name)?.rules.flatMap(({ then }) => then) ?? []);
  return actions.flatMap((action) => kindOf(action).writes(action)?.join(".") ?? []);
}

/**
 * Whether rules write the architecture, so that a document's initial architecture does not determine which packs run.
 */
export function writesArchitecture(linked: LinkedPacks): boolean {
  const { dispatch } = linked.engine;
  const actions = [...linked.packs.values()].flatMap(({ rules }) => rules.flatMap(({ then }) => then));
  return actions.some((action) => {
    const path = kindOf(action).writes(action);
    return path?.every((key, index) => index >= dispatch.length || key === dispatch[index]) === true;
  });
}
