import type { JsonObject } from "../../common/json.js";
import { valueAt, type Steps } from "../releases.js";
import { isIn, type Presence } from "../presence.js";

/** Values of `model_type` that a release can read, and what their classes look at. */
export interface ModelTypes {
  /** The version of transformers that reads the model's files. */
  readonly transformers: string;
  /** Whether a class of transformers, or one of vLLM's own, reads files of this type. */
  knows(type: string): boolean;
  /** Whether vLLM brings the class. */
  isOwn(type: string): boolean;
  /** The first version of transformers here that knows the type; null where none does. */
  knownFrom(type: string): string | null;
  /** Whether `attention` in `layer_types` becomes `full_attention`, and `mamba` `linear_attention`, when the file is read. */
  readonly renamesLayers: boolean;
  /** What `layer_types` may hold. */
  readonly layerKinds: ReadonlySet<string>;
  /** Whether the class refuses layers that it does not know, or as many as there are not. */
  checksLayers(type: string): boolean;
}

/** `rules/vllm/catalog/model-types.json`. */
export interface ModelTypeFile {
  /** Versions of transformers that were asked, oldest first. */
  readonly transformers: readonly string[];
  /** The newest version that releases of vLLM ask for, from each release on. */
  readonly installed: Steps;
  readonly types: Readonly<Record<string, Presence>>;
  readonly own: Readonly<Record<string, Presence>>;
  readonly layerKinds: Readonly<Record<string, Presence>>;
  /** Types whose class looks at `layer_types` before transformers 5, which has all classes do so. */
  readonly checkedBefore5: readonly string[];
}

/** What is true of a release with the transformers that it asks for, or with the version that is named. */
export function readModelTypes(file: ModelTypeFile, release: string, version?: string): ModelTypes {
  const transformers = version ?? String(valueAt(file.installed, release));
  const has = (table: Readonly<Record<string, Presence>>, name: string, at: string) =>
    Object.hasOwn(table, name) && (table[name]?.length === 0 || isIn(table[name], at));
  const isOwn = (type: string) => has(file.own, type, release);
  const checked = new Set(file.checkedBefore5);
  return {
    transformers,
    isOwn,
    knows: (type) => isOwn(type) || has(file.types, type, transformers),
    knownFrom: (type) => file.transformers.find((at) => has(file.types, type, at)) ?? null,
    renamesLayers: isIn(["5.17.0"], transformers),
    layerKinds: new Set(Object.keys(file.layerKinds).filter((kind) => has(file.layerKinds, kind, transformers))),
    checksLayers: (type) => isAtLeast5(transformers) || checked.has(type),
  };
}

function isAtLeast5(version: string): boolean {
  return isIn(["5.0.0"], version);
}

/** `auto_map` of config.json: the code that a checkpoint brings, by the name of the class that it stands for. */
export function ownCode(config: JsonObject, prefix: string): string | null {
  const map = config["auto_map"];
  if (typeof map !== "object" || map === null || Array.isArray(map)) return null;
  const entry = Object.entries(map).find(([name]) => name.startsWith(prefix));
  return entry === undefined ? null : String(entry[1]);
}
