import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { readPath } from "../../common/path.js";
import { asWords, expandPlain, imageOf } from "../recipes/read-command.js";
import { unstated, type ManifestDeployment } from "./deployment.js";

/** The parts of a manifest that has a model and settings instead of a command. */
export interface StructuredCommand extends Partial<Omit<ManifestDeployment, "words">> {
  readonly line: number;
  readonly words: readonly string[];
}

/** Creates a deployment from a manifest without a `vllm serve` command, from which its operator would generate one. */
export function structured({ words, image = null, environment = {}, ...said }: StructuredCommand): ManifestDeployment {
  const unknown: string[] = [];
  const filled = words.map((word) => expandPlain(word, environment, unknown));
  return {
    ...unstated,
    release: null,
    unknownImage: null,
    ...imageOf(image),
    ...said,
    image,
    environment,
    words: asWords(filled),
    variables: [...new Set(unknown)],
  };
}

/** Formats a flag with its value as arguments; empty if the manifest does not state it. */
export function flagWords(flag: string, value: Json | undefined): readonly string[] {
  if (value === undefined || value === null || value === "") return [];
  if (value === true) return [`--${flag}`];
  if (value === false) return [`--no-${flag}`];
  return [`--${flag}`, typeof value === "object" ? JSON.stringify(value) : String(value)];
}

/** Resolves a model URI that operators accept: `hf://org/model`, `pvc://claim/path`, or a plain id. */
export function modelOf(uri: Json | undefined): string | null {
  if (typeof uri !== "string" || uri === "") return null;
  return uri.startsWith("hf://") ? uri.slice("hf://".length) : uri;
}

export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject {
  const found = readPath(value ?? null, path);
  return isObject(found) ? found : {};
}

export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = readPath(value ?? null, path);
  return Array.isArray(found) ? found : [];
}

export function textAt(value: Json | undefined, ...path: readonly string[]): string | null {
  const found = readPath(value ?? null, path);
  return typeof found === "string" || typeof found === "number" ? String(found) : null;
}

export function numberAt(value: Json | undefined, ...path: readonly string[]): number | null {
  const found = readPath(value ?? null, path);
  return typeof found === "number" ? found : null;
}
