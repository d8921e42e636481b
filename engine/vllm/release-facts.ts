import type { JsonObject } from "../common/json.js";
import type { ArchitectureEntry, StatedCapabilities } from "./architecture-facts.js";
import type { FactFiles } from "./fact-files.js";
import { readClassDefaults } from "./files/class-defaults.js";
import { installedWith, type ModelTypeFile } from "./files/model-types.js";
import { isIn } from "./presence.js";
import { schemaOf, valueAt, type Releases } from "./releases.js";

/** What the files say about one release: plain data, so that a build can save it (see `prelinked-facts.ts`). */
export interface ReleaseFacts {
  /** The release, such as `0.33.0`. */
  readonly target: string;
  readonly releases: Omit<Releases, "fields">;
  /** The JSON Schema of the release's documents. */
  readonly schema: JsonObject;
  /** Flags without a field. */
  readonly otherFlags: readonly JsonObject[];
  readonly renamedKeys: JsonObject;
  readonly modelTypes: ModelTypeFile;
  readonly experts: Readonly<Record<string, number>>;
  readonly architectures: Lookup<StatedCapabilities>;
  /** What configuration classes take, in the version of transformers that pip installs with the release. */
  readonly classDefaults: Lookup<JsonObject>;
}

export type Lookup<Value> = Pick<ReadonlyMap<string, Value>, "get" | "has">;

/** With what `saveReleaseFacts` lists. */
export interface ListedReleaseFacts extends ReleaseFacts {
  readonly architectures: ReadonlyMap<string, StatedCapabilities>;
  readonly classDefaults: ReadonlyMap<string, JsonObject>;
}

/** Narrows the files to a known release. */
export function factsOfRelease(files: FactFiles, target: string): ListedReleaseFacts {
  const { fields, ...releases } = files.releases;
  const { modelTypes } = files;
  const defaults = readClassDefaults(files.classDefaults, installedWith(modelTypes, target));
  return {
    ...{ target, releases, modelTypes },
    schema: schemaOf(files.schema, fields, target),
    otherFlags: files.serveFlags.flags,
    renamedKeys: files.renamedKeys,
    experts: files.experts.experts,
    architectures: new Map(
      Object.entries(files.architectures.architectures).flatMap(([name, entry]) =>
        isIn(entry.in, target) ? [[name, statedIn(entry, target)]] : [],
      ),
    ),
    classDefaults: new Map(Object.keys(files.classDefaults.types).map((type) => [type, defaults(type)])),
  };
}

/** Capabilities of a class in a release, including those of the release's family handler. */
function statedIn({ in: _, from, bidirectional, ...stated }: ArchitectureEntry, release: string): StatedCapabilities {
  const own = (valueAt(from, release) as StatedCapabilities | undefined) ?? stated;
  if (bidirectional === undefined) return own;
  return {
    ...own,
    bidirectional: typeof bidirectional === "object" ? valueAt(bidirectional, release) === true : bidirectional,
  };
}
