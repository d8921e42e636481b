import type { Alias } from "../common/engine-adapter.js";
import { fromMap, itemAt } from "../common/must.js";
import { architecture, encodeProgram, isOne } from "../solver/encode/encode-program.js";
import { termsFor } from "../solver/terms-for.js";
import type { LinkedPacks } from "../packs/linked.js";
import { reachablePacks } from "../packs/reachable-packs.js";
import type { SymbolicRun } from "../solver/encode/symbolic-run.js";
import { doMeet, touchesOf, type Touches } from "../solver/encode/touches.js";
import type { Terms } from "../solver/terms.js";

type Stage = LinkedPacks["stages"][number];

/** Interacting packs: they run for one document, and each touches what another writes. In execution order. */
export interface Meeting {
  readonly packs: readonly string[];
  /** Restricted to these packs and their stages. */
  readonly linked: LinkedPacks;
  readonly terms: Terms;
  /** Over documents of the architectures for which exactly these interact. */
  readonly run: SymbolicRun;
}

/** A pack at the stage that runs it. */
interface Entry extends Touches {
  readonly index: number;
  readonly pack: string;
}

/**
 * Finds interactions in a set, provided that no rule writes the architecture. Of all other packs that run for one
 * document, none reads or writes what another writes.
 */
export function meetingsOf(linked: LinkedPacks): readonly Meeting[] {
  const named = new Set(
    linked.stages.flatMap((stage) =>
      stage.kind === "dispatch" ? [...stage.packs.keys()] : [...(stage.architectures ?? [])],
    ),
  );
  const found = new Map<string, { readonly entries: readonly Entry[]; readonly architectures: (string | null)[] }>();
  for (const name of [...named, null]) {
    for (const entries of groupsOf(
      linked.stages.flatMap((stage, index) => entryOf(linked, stage, index, name)),
      linked.engine.alias,
    )) {
      const key = entries.map(({ index, pack }) => `${index} ${pack}`).join();
      const known = found.get(key) ?? { entries, architectures: [] };
      known.architectures.push(name);
      found.set(key, known);
    }
  }
  return [...found.values()].map(({ entries, architectures }) => meeting(linked, entries, architectures, named));
}

function entryOf(linked: LinkedPacks, stage: Stage, index: number, name: string | null): readonly Entry[] {
  const runsFor =
    stage.kind === "pack" && (stage.architectures === null || (name !== null && stage.architectures.has(name)))
      ? stage.pack
      : undefined;
  const pack = stage.kind === "pack" ? runsFor : stage.packs.get(name ?? "");
  if (pack === undefined) return [];
  return [
    { index, pack, ...touchesOf(linked, fromMap(linked.packs, pack).rules, stage.kind === "pack" ? stage.when : null) },
  ];
}

/** Connected components by shared paths, of two or more. */
function groupsOf(entries: readonly Entry[], alias: Alias | null): readonly (readonly Entry[])[] {
  let groups: (readonly Entry[])[] = [];
  for (const entry of entries) {
    const touched = groups.filter((group) => group.some((other) => doMeet(entry, other, alias)));
    groups = [
      ...groups.filter((group) => !touched.includes(group)),
      [...touched.flat(), entry].sort((left, right) => left.index - right.index),
    ];
  }
  return groups.filter(({ length }) => length > 1);
}

function meeting(
  all: LinkedPacks,
  entries: readonly Entry[],
  architectures: readonly (string | null)[],
  named: ReadonlySet<string>,
): Meeting {
  const packs = entries.map(({ pack }) => pack);
  const known = architectures.filter((name) => name !== null);
  const stages = entries.map(({ index, pack }): Stage => {
    const stage = itemAt(all.stages, index);
    return stage.kind === "pack" ? stage : { ...stage, packs: new Map(known.map((name) => [name, pack])) };
  });
  const linked = { ...reachablePacks(all, packs), stages };
  const terms = termsFor(linked);
  const run = encodeProgram(terms, linked, linked);
  const own = architecture(terms, terms.document);
  const isAny = architectures.includes(null) ? terms.not(isOne(terms, own, named)) : terms.no;
  return {
    packs,
    linked,
    terms,
    run: { ...run, given: terms.and(run.given, terms.or(isAny, isOne(terms, own, known))) },
  };
}
