import { textOf, type JsonObject } from "../../common/json.js";
import { valueAt, type Steps } from "../releases.js";
import { isIn, type Presence } from "../presence.js";

/** The values of `model_type` that a release can read, and what their classes validate. */
export interface ModelTypes {
  /** The version of transformers that reads the model's files. */
  readonly transformers: string;
  /** Whether transformers or vLLM has a class for this type. */
  knows(type: string): boolean;
  /** Whether the class is vLLM's. */
  isOwn(type: string): boolean;
  /** The first known version of transformers that has the type; null if there is none. */
  knownFrom(type: string): string | null;
  /** Whether reading renames `attention` in `layer_types` to `full_attention`, and `mamba` to `linear_attention`. */
  readonly renamesLayers: boolean;
  /** Whether rotary parameters per layer type, as transformers 5 writes them, can be read. */
  readonly readsNestedRope: boolean;
  /** Whether head sizes that differ between layers, which transformers 5.17 states by layer, can be read. */
  readonly readsHeadsByLayer: boolean;
  /** Allowed values in `layer_types`. */
  readonly layerKinds: ReadonlySet<string>;
  /** Whether the class rejects unknown layer types, or a wrong number of layers. */
  checksLayers(type: string): boolean;
}

/** `rules/vllm/catalog/model-types.json`. */
export interface ModelTypeFile {
  /** Versions of transformers in the data, oldest first. */
  readonly transformers: readonly string[];
  /** The version that pip installs with vLLM, from each release on. */
  readonly installed: Steps;
  readonly types: Readonly<Record<string, Presence>>;
  readonly own: Readonly<Record<string, Presence>>;
  readonly layerKinds: Readonly<Record<string, Presence>>;
  /** Types whose class validates `layer_types` before transformers 5; since then, all classes do. */
  readonly checkedBefore5: readonly string[];
}

/** Builds the model types of a release, with the version of transformers that pip installs with it or the given one. */
export function readModelTypes(file: ModelTypeFile, release: string, version?: string): ModelTypes {
  const transformers = version ?? installedWith(file, release);
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
    readsHeadsByLayer: !isIn(["5.17.0"], transformers) || isIn(["0.28.0"], release),
    readsNestedRope: isAtLeast5(transformers) || isIn(["0.21.0"], release),
    layerKinds: new Set(Object.keys(file.layerKinds).filter((kind) => has(file.layerKinds, kind, transformers))),
    checksLayers: (type) => isAtLeast5(transformers) || checked.has(type),
  };
}

/** The version of transformers that pip installs with a release. */
export function installedWith({ installed }: ModelTypeFile, release: string): string {
  return String(valueAt(installed, release));
}

function isAtLeast5(version: string): boolean {
  return isIn(["5.0.0"], version);
}

/** Finds code from the checkpoint in `auto_map` of config.json, by the class that it replaces. */
export function ownCode(config: JsonObject, prefix: string): string | null {
  const map = config["auto_map"];
  if (typeof map !== "object" || map === null || Array.isArray(map)) return null;
  const entry = Object.entries(map).find(([name]) => name.startsWith(prefix));
  return entry === undefined ? null : textOf(entry[1]);
}
