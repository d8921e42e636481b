import type { EngineAdapter } from "../common/engine-adapter.js";
import { isObject, type Json, type JsonObject, type MaybeJson } from "../common/json.js";
import { readPath, type Path } from "../common/path.js";
import type { Pack } from "../generated/pack.js";
import { holdsFor, type Target } from "./target.js";

/** Returns the architectures that a pack matches in a target; null if it matches every architecture. */
export function architecturesFor({ match }: Pack, target: Target): readonly string[] | null {
  if (match === undefined) return null;
  return match.architectures.flatMap((entry) =>
    typeof entry === "string" ? [entry] : holdsFor(entry.versions, target) ? [entry.architecture] : [],
  );
}

type Dispatching = Pick<EngineAdapter, "dispatch">;

/** The value of the field by which packs match a document. */
export function architectureOf(document: JsonObject, { dispatch }: Dispatching): MaybeJson {
  return readPath(document, dispatch);
}

/** Copies a document with another architecture. */
export function withArchitecture(document: JsonObject, architecture: Json, { dispatch }: Dispatching): JsonObject {
  const store = (around: MaybeJson, [key = "", ...rest]: Path): JsonObject => {
    const object = isObject(around) ? around : {};
    return { ...object, [key]: rest.length === 0 ? architecture : store(object[key], rest) };
  };
  return store(document, dispatch);
}
