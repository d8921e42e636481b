import { kindOf } from "../../language/actions/index.js";
import type { Diagnostic } from "../../common/diagnostic.js";
import { memoize } from "../../common/memoize.js";
import type { EngineAdapter } from "../../common/engine-adapter.js";
import { lastOf } from "../../common/must.js";
import type { Path } from "../../common/path.js";
import { valueReads } from "../../language/value-reads.js";
import type { ValueNode } from "../../language/node.js";
import { comparisonsOf } from "../../language/walk.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "../linked.js";

/**
 * Reports packs of a hook that use sections which do not exist at that point, and packs that include a pack of another
 * hook. Reports each section once.
 */
export function checkHooks(
  pack: LinkedPack,
  packs: ReadonlyMap<string, LinkedPack>,
  { hooks }: EngineAdapter,
): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const { hook } = pack.pack;
  const warn = (key: string, at: string, message: string, hint: string): void => {
    if (!found.has(key)) found.set(key, finding(pack, "hook-mismatch", at, message, hint, { severity: "warning" }));
  };
  const sections = hooks.find(({ name }) => name === hook)?.sections ?? null;
  for (const { at, path } of sections === null ? [] : placesOf(pack)) {
    const [section] = path;
    if (section === undefined || sections?.has(section) === true) continue;
    warn(
      section,
      at,
      `\`${section}\` is not built yet at the hook ${hook}`,
      `run the pack at the hook ${lastOf(hooks).name}`,
    );
  }
  for (const { then } of pack.rules) {
    for (const action of then) {
      const name = kindOf(action).includes(action);
      const other = name === null ? undefined : packs.get(name)?.pack.hook;
      if (other === undefined || other === hook) continue;
      warn(
        `include ${name}`,
        `${action.at}/include`,
        `\`${name}\` is for the hook ${other}, but would run at ${hook}`,
        "include packs of the same hook only",
      );
    }
  }
  return [...found.values()];
}

interface PlacedPath {
  readonly at: string;
  readonly path: Path;
}

/** Lists the paths that the rules read or write. The paths of a fact are located at its use. */
export const placesOf = memoize(({ rules }: Pick<LinkedPack, "rules">): readonly PlacedPath[] =>
  rules.flatMap(({ when, then }) => [
    ...(when === null ? [] : comparisonsOf(when)).flatMap(({ fact, value }) => [...pathsIn(fact), ...pathsIn(value)]),
    ...then.flatMap((action) => {
      const written = kindOf(action).writes(action);
      const own = written === null ? [] : [{ at: `${action.at}/${action.kind}`, path: written }];
      return [...own, ...kindOf(action).reads(action).flatMap(pathsIn)];
    }),
  ]),
);

function pathsIn(value: ValueNode): readonly PlacedPath[] {
  return valueReads(value).map((path) => ({ at: value.at, path }));
}
