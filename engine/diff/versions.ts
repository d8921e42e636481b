import type { JsonObject } from "../common/json.js";
import type { Result } from "../generated/result.js";
import type { Program } from "../workspace/load-program.js";
import type { PackDifference } from "./differing-packs.js";
import { reachableFrom } from "../packs/reachable-packs.js";
import type { Versions } from "./behavior-of-versions.js";

/**
 * Chooses how to run a pack in both versions: the whole set if its stages reach the pack in either version, since that
 * is how deployments run; otherwise the pack alone, which then only runs by name.
 */
export function versionsOf(before: Program, after: Program, pack: PackDifference | null): Versions {
  const isAlone =
    pack !== null && pack.kind === "pack" && ![before, after].some((program) => stagePacks(program).has(pack.pack));
  const programs = { before, after };
  const includer = pack?.status === "runs-changed" ? `${pack.pack}/` : null;
  return {
    before: before.linked,
    after: after.linked,
    alone: isAlone ? pack.pack : null,
    reaches(document) {
      if (includer === null || isAlone) return true;
      return [before, after].some(({ run }) =>
        run(document, { trace: true }).trace?.some(({ rule }) => rule.startsWith(includer)),
      );
    },
    run(side, document, options) {
      const { linked, run } = programs[side];
      if (!isAlone) return run(document, options);
      return linked.packs.has(pack.pack) ? run(document, { ...options, pack: pack.pack }) : untouched(document);
    },
  };
}

/** The packs reachable from the stages of a set. */
function stagePacks({ linked }: Program): ReadonlySet<string> {
  const named = linked.stages.flatMap((stage) => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()]));
  return reachableFrom(named, linked);
}

function untouched(document: JsonObject): Result {
  return { ok: true, document: document as Result["document"] & {}, changes: [], logs: [], error: null, trace: [] };
}
