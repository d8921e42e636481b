import { readFileSync } from "node:fs";
import type { JsonObject } from "../common/json.js";
import { once } from "../common/memoize.js";
import type { ClassDefaultsFile } from "./files/class-defaults.js";
import type { ModelTypeFile } from "./files/model-types.js";
import type { Releases } from "./releases.js";
import type { Presence } from "./presence.js";
import type { ArchitectureEntry } from "./architecture-facts.js";
import type { VariableCatalog } from "./variable-catalog.js";

/** Contents of the files under schemas/ and rules/. */
export interface FactFiles {
  readonly schema: JsonObject;
  readonly serveFlags: { readonly flags: readonly JsonObject[] };
  readonly architectures: {
    readonly architectures: Readonly<Record<string, ArchitectureEntry>>;
    readonly lastSupported: Readonly<Record<string, string>>;
  };
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

/** Where each of them is. */
export const factPaths = {
  schema: "schemas/vllm-config.schema.json",
  serveFlags: "rules/vllm/catalog/serve-flags.json",
  architectures: "rules/vllm/catalog/architectures.json",
  renamedKeys: "rules/vllm/catalog/renamed-keys.json",
  modelTypes: "rules/vllm/catalog/model-types.json",
  releases: "rules/vllm/catalog/releases.json",
  experts: "rules/vllm/catalog/transformers-experts.json",
  classDefaults: "rules/vllm/catalog/transformers-defaults.json",
  transformers: "rules/vllm/catalog/transformers-classes.json",
} as const satisfies Record<keyof FactFiles, string>;

/** The place of a file that the package contains. */
export const inPackage = (path: string): URL => new URL(`../../${path}`, import.meta.url);

const read = <Shape>(path: string) => JSON.parse(readFileSync(inPackage(path), "utf8")) as Shape;

/** Reads the catalog of environment variables, which only deployments that set one need. */
export function readVariableFile(): VariableCatalog {
  return read("rules/vllm/catalog/variables.json");
}

/** Reads them. A browser bundle replaces this file with one that embeds them. */
export function readFactFiles(): FactFiles {
  const transformers = once(() => read<FactFiles["transformers"]>(factPaths.transformers));
  return {
    schema: read(factPaths.schema),
    serveFlags: read(factPaths.serveFlags),
    architectures: read(factPaths.architectures),
    renamedKeys: read(factPaths.renamedKeys),
    modelTypes: read(factPaths.modelTypes),
    releases: read(factPaths.releases),
    experts: read(factPaths.experts),
    classDefaults: read(factPaths.classDefaults),
    get transformers() {
      return transformers();
    },
  };
}
