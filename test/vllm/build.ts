import { readFileSync } from "node:fs";
import type { JsonObject } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import type { BuildOptions } from "../../engine/serving/build.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";

/** The release that these expectations were taken from. */
export const facts = loadServeFacts("0.19.0");

/** The config.json of a fixture. */
export function load(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.config.json`, import.meta.url), "utf8")) as JsonObject;
}

/** Builds the document of a fixture; `at` reads it. */
export function build(name: string, args: readonly string[] = [], more: Partial<BuildOptions> = {}) {
  const built = buildDocument({ hfConfig: load(name), model: `org/${name}`, args, facts, ...more });
  const at = (path: string) => readPath(built.document, path.split("."));
  return { ...built, at };
}
