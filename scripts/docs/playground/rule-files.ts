// Names of rule files, and new ones.
import { lastOf } from "../../../engine/common/must.js";
import { engines } from "../../../engine/packs/engines.js";
import { scaffold } from "../../../engine/testing/scaffold.js";

/** The location of the schemas from a folder in `rules`. */
export const schemasFolder = "../../schemas";

const packName = /^[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*$/;

export const casesFileOf = (packFile: string): string => packFile.replace(/\.pack\.json$/, ".cases.json");
export const packFileOf = (casesFile: string): string => casesFile.replace(/\.cases\.json$/, ".pack.json");
export const packNameOf = (packFile: string): string => packFile.replace(/^rules\/|\.pack\.json$/g, "");

/** The unformatted texts of a new pack and its cases by file, as `fettle new pack` creates them; null if not a name. */
export function newPack(name: string): ReadonlyMap<string, string> | null {
  if (!packName.test(name)) return null;
  const { pack, cases } = scaffold(name, {
    ...{ engine: engines.vllm, hook: lastOf(engines.vllm.hooks) },
    ...{ architectures: [], schemas: schemasFolder },
  });
  const file = `rules/${name}.pack.json`;
  return new Map([
    [file, JSON.stringify(pack)],
    [casesFileOf(file), JSON.stringify(cases)],
  ]);
}
