import type { JsonObject } from "../common/json.js";
import type { Result } from "../generated/result.js";
import type { LinkedPacks } from "../packs/linked.js";
import { architectureOf, architecturesFor } from "../packs/architectures.js";
import { reachablePacks } from "../packs/reachable-packs.js";
import { aimedDocuments } from "../solver/challenge/aimed-documents.js";
import type { Limits } from "../solver/challenge/challenge.js";
import { compareResults, type ResultDifference } from "../solver/compare-results.js";
import { evaluatorOf } from "../solver/encode/encode-program.js";
import type { PackDifference } from "./differing-packs.js";
import { aspectKey, differencesOf, type Versions } from "./behavior-of-versions.js";
import { architecturesOf, packsOfDifferingStages, runAlike } from "./scopes.js";

/** A document for which two versions differ. */
export interface Found {
  readonly document: JsonObject;
  readonly differences: readonly ResultDifference[];
}

/**
 * Searches random documents for differences of a pack or a set: variations of those for which rules did something new,
 * and others. `isAlone` says that nothing else differs, so that whatever the whole set does otherwise is due to it.
 */
export function* searchAtRandom(
  pack: PackDifference,
  versions: Versions,
  isAlone: boolean,
  { documents: most, milliseconds = Infinity }: Limits,
): Generator<Found> {
  const { before, after } = versions;
  const names = pack.kind === "set" ? packsOfDifferingStages(before, after) : new Set([pack.pack]);
  const own = architecturesOf(pack, before, after);
  const runs = pack.kind === "set" ? byStages(versions) : byItself(pack.pack, versions);
  const end = performance.now() + milliseconds;
  let left = most;
  const [liked, seen] = [[] as JsonObject[], new Set<string>()];
  for (const document of aimedDocuments([before, after], names, 1, liked)) {
    if (left-- <= 0 || performance.now() > end) return;
    if (!isAlone && own !== null && !own.has(architectureOf(document, after.engine) as string)) continue;
    const [old, now] = [runs.old(document), runs.now(document)];
    const done = signatureOf(old, now);
    if (!seen.has(done)) {
      seen.add(done);
      if (liked.length < mostLiked) liked.push(document);
    }
    const shown = new Set(compareResults(old, now, after.engine.alias).map(aspectKey));
    if (shown.size === 0 && !isAlone) continue;
    // Effects of other changed packs are reported with those packs.
    const all = differencesOf(document, versions);
    const differences = isAlone ? all : all.filter((aspect) => shown.has(aspectKey(aspect)));
    if (differences.length > 0) yield { document, differences };
  }
}

const mostLiked = 400;

/** Identifies what rules did in both versions, without values. */
const signatureOf = (...results: readonly Result[]): string =>
  JSON.stringify(
    results.map(({ changes, logs, error }) => [
      changes.map(({ path }) => path),
      logs.map(({ code }) => code),
      error?.code,
    ]),
  );

/** The two versions of what is searched. */
interface Runs {
  readonly old: (document: JsonObject) => Result;
  readonly now: (document: JsonObject) => Result;
}

/**
 * Differences of the stages that run the same packs; effects of packs that only one version has are reported with those
 * packs.
 */
function byStages({ before, after }: Versions): Runs {
  const stages = after.stages.flatMap((stage): LinkedPacks["stages"] => {
    if (stage.kind === "pack") return before.packs.has(stage.pack) ? [stage] : [];
    const old = before.stages.find((other) => runAlike(other, stage));
    return [old ?? { ...stage, packs: new Map([...stage.packs].filter(([, name]) => before.packs.has(name))) }];
  });
  const staged = { ...before, stages };
  return { old: evaluatorOf(before, before), now: evaluatorOf(staged, staged) };
}

/** Differences of a pack when it runs alone; none for a document whose architecture it does not match. */
function byItself(name: string, { before, after }: Versions): Runs {
  const runs = [before, after].map((linked): ((document: JsonObject) => Result) => {
    const there = linked.packs.get(name);
    if (there === undefined) return untouched;
    const evaluate = evaluatorOf(reachablePacks(linked, [name]), { pack: name });
    const own = architecturesFor(there.pack, linked.target);
    return (document) =>
      own === null || own.includes(architectureOf(document, linked.engine) as string)
        ? evaluate(document)
        : untouched(document);
  });
  const [old, now] = runs as [Runs["old"], Runs["now"]];
  return { old, now };
}

const untouched = (document: JsonObject): Result =>
  ({ ok: true, document, changes: [], logs: [], error: null }) as Result;
