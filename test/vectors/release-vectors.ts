import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { JsonObject } from "../../engine/common/json.js";
import type { Vector } from "./read-vectors.js";

/** Answers of the original handlers of every release, written by scripts/oracle. */
export interface Manifest {
  /** SHA-256 of the handlers' module by release, oldest first. */
  readonly modules: Readonly<Record<string, string>>;
  /** By release, the handler of each architecture where that changed; null where there is none any more. */
  readonly dispatch: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  readonly files: Readonly<Record<string, VectorFile>>;
}

export interface VectorFile {
  readonly handler: string;
  readonly hook: "model_config" | "vllm_config";
  readonly vectors: number;
  /** The releases whose handlers give these answers. */
  readonly releases: readonly string[];
}

interface ReleaseVector extends Vector {
  /** The path below model_config whose very object hf_text_config is. */
  readonly text?: string;
  readonly expect: Vector["expect"] & { readonly error: { readonly kind: string; readonly class: string } | null };
}

const folder = new URL("./vllm/", import.meta.url);
export const manifest = JSON.parse(readFileSync(new URL("manifest.json", folder), "utf8")) as Manifest;
export const releases = Object.keys(manifest.modules);

export function readVectors(file: string): ReleaseVector[] {
  const text = gunzipSync(readFileSync(new URL(file, folder))).toString();
  return text
    .trim()
    .split("\n")
    .map((line) => share(JSON.parse(line) as ReleaseVector));
}

/** Makes hf_text_config the very object that the vector says it is. */
function share(vector: ReleaseVector): ReleaseVector {
  if (vector.text === undefined) return vector;
  const model = (vector.input as { model_config: Record<string, JsonObject> }).model_config;
  model["hf_text_config"] = vector.text
    .split(".")
    .reduce((found, key) => found[key] as JsonObject, model as JsonObject);
  return vector;
}

/** The table of architectures of a release. */
export function dispatchOf(release: string): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const [version, changes] of Object.entries(manifest.dispatch)) {
    for (const [architecture, handler] of Object.entries(changes)) {
      if (handler === null) table.delete(architecture);
      else table.set(architecture, handler);
    }
    if (version === release) break;
  }
  return table;
}
