import { firstOf } from "../common/must.js";
import { describeUnreached } from "../language/trace-buffer.js";
import type { TracedCondition } from "../generated/result.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import { architecturesFor } from "../packs/architectures.js";
import { holdsFor } from "../packs/target.js";
import { targetText } from "../packs/target.js";
import { runnablePacks } from "../explain/runnable-packs.js";

/** The contents of a set, for one target. */
export interface PackList {
  readonly set: string;
  readonly target: string;
  readonly packs: readonly ListedPack[];
  readonly stages: readonly ListedStage[];
}

export interface ListedPack {
  readonly pack: string;
  readonly title: string | null;
  readonly hook: string;
  /** Null if it matches every architecture. */
  readonly architectures: readonly string[] | null;
  readonly rules: number;
  readonly versions: string | null;
  /** Whether it applies to the target. */
  readonly applies: boolean;
  readonly file: string | null;
}

export interface ListedStage {
  /** The packs of the stage: those that it dispatches to, or the one that runs. */
  readonly packs: readonly string[];
  /** Whether the architecture selects one of them. */
  readonly byArchitecture: boolean;
  /** The stage's condition, in the form of a trace. */
  readonly when: TracedCondition | null;
}

/** The packs reachable from the set, those of the same vendors that do not apply to the target, and all policies. */
function packsOf(rules: LinkedPacks): readonly LinkedPack[] {
  const runnable = runnablePacks(rules);
  const vendors = new Set([rules.set, ...[...runnable].map(vendorOf)]);
  return [...rules.packs.values()].filter(
    ({ name, pack }) =>
      runnable.has(name) ||
      pack.kind === "policy" ||
      (!holdsFor(pack.versions, rules.target) && vendors.has(vendorOf(name))),
  );
}

function vendorOf(pack: string): string {
  return firstOf(pack.split("/"));
}

/** Lists the packs of a set, or exactly the named ones, whether or not the set runs them. */
export function packList(rules: LinkedPacks, names: readonly string[] = []): PackList {
  const chosen = names.flatMap((name) => rules.packs.get(name) ?? []);
  return {
    set: rules.set,
    target: targetText(rules.target),
    packs: (names.length > 0 ? chosen : packsOf(rules)).map(({ name, pack, rules: own, file }) => ({
      ...{
        pack: name,
        title: pack.title ?? null,
        hook: pack.kind === "policy" ? "policy" : pack.hook,
        architectures: architecturesFor(pack, rules.target),
      },
      ...{ rules: own.length, versions: pack.versions ?? null, applies: holdsFor(pack.versions, rules.target), file },
    })),
    stages: rules.stages.map((stage) =>
      stage.kind === "dispatch"
        ? { packs: [...new Set(stage.packs.values())], byArchitecture: true, when: null }
        : {
            packs: [stage.pack],
            byArchitecture: false,
            when: stage.when === null ? null : describeUnreached(stage.when),
          },
    ),
  };
}
