import { readFileSync } from "node:fs";
import type { JsonObject } from "../common/json.js";
import { once } from "../common/memoize.js";
import type { ClassDefaultsFile } from "./files/class-defaults.js";
import type { ModelTypeFile } from "./files/model-types.js";
import type { Releases } from "./releases.js";
import type { Presence } from "./presence.js";
import type { VariableCatalog } from "./variable-catalog.js";

/** Contents of the files under schemas/ and rules/. */
export interface FactFiles {
  readonly schema: JsonObject;
  readonly serveFlags: JsonObject;
  readonly architectures: JsonObject;
  readonly renamedKeys: JsonObject;
  readonly modelTypes: ModelTypeFile;
  readonly releases: Releases;
  readonly experts: { readonly experts: Readonly<Record<string, number>> };
  readonly classDefaults: ClassDefaultsFile;
  readonly transformers: {
    readonly backend: Readonly<Record<string, Presence>>;
    readonly attention: Readonly<Record<string, Presence>>;
  };
}

const read = <Shape>(path: string) =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")) as Shape;

/** Reads the catalog of environment variables, which only deployments that set one need. */
export function readVariableFile(): VariableCatalog {
  return read("rules/vllm/catalog/variables.json");
}

/** Reads them. A browser bundle replaces this file with one that embeds them. */
export function readFactFiles(): FactFiles {
  const transformers = once(() => read<FactFiles["transformers"]>("rules/vllm/catalog/transformers-classes.json"));
  return {
    schema: read("schemas/vllm-config.schema.json"),
    serveFlags: read("rules/vllm/catalog/serve-flags.json"),
    architectures: read("rules/vllm/catalog/architectures.json"),
    renamedKeys: read("rules/vllm/catalog/renamed-keys.json"),
    modelTypes: read("rules/vllm/catalog/model-types.json"),
    releases: read("rules/vllm/catalog/releases.json"),
    experts: read("rules/vllm/catalog/transformers-experts.json"),
    classDefaults: read("rules/vllm/catalog/transformers-defaults.json"),
    get transformers() {
      return transformers();
    },
  };
}
