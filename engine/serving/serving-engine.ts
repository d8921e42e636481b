import type { EngineAdapter } from "../common/engine-adapter.js";
import type { Diagnostic } from "../common/diagnostic.js";
import type { Json, JsonObject } from "../common/json.js";
import type { BuildOptions, BuiltDocument } from "./build.js";
import type { FlagTable, ServeFlag } from "./flags.js";
import type { ConfigFile, ReadArgsOptions, ServeArgs, Setting, Word } from "./given.js";
import type { FleetDocument, FleetEntry, ReadFleetOptions, Unread } from "./fleet.js";
import type { ModelFiles } from "./model-files.js";
import type { FieldValue, PinnedArgs } from "./pins.js";
import type { OverviewTopic } from "./overview.js";
import type { RecipeReader } from "./recipe.js";
import type { ServerReader } from "./server-reader.js";

/** A serving engine as far as models, flags and deployments are concerned: what turns them into documents. */
export interface ServingEngine {
  /**
   * Returns a release: for an unknown version, the newest known one before it; by default, the newest. `transformers`
   * is the version of the library that reads the model's files, if not the usual one of the release.
   */
  release(version?: string, transformers?: string): ServingRelease;
  /** The schema of documents with annotations: descriptions, defaults and flags. */
  documentSchema(): JsonObject;
  /** Reads the files that the engine reads in a model's folder, without its config.json. @throws FettleError */
  readModelFolder(folder: string): Promise<ModelFiles>;
  /** The same with its config.json, for a draft model. @throws FettleError */
  readDraftFolder(folder: string): Promise<ModelFiles>;
  /** Reads the deployments in files and folders. @throws FettleError if a place does not exist */
  readFleet(places: readonly string[], options?: ReadFleetOptions): AsyncIterable<FleetEntry>;
  /** Reads the deployments in files and folders as documents, or why one could not be read. */
  readDocuments(places: readonly string[]): AsyncIterable<FleetDocument | Unread>;
  /** Opens what reads recipes: a model with tested flags, by hardware and feature. Omitted if the engine has none. */
  readonly openRecipeReader?: () => Promise<RecipeReader>;
  /** Opens what reads the configuration of running servers. Omitted if they do not state it. */
  readonly openServerReader?: () => Promise<ServerReader>;
}

export type ConfigFileReader = (file: string) => ConfigFile;

/** One release of a serving engine. */
export interface ServingRelease {
  readonly adapter: EngineAdapter;
  /** Such as `0.33.0`. */
  readonly target: string;
  /** All known releases, oldest first. */
  readonly releases: readonly string[];
  /** The JSON Schema of its documents. */
  readonly schema: JsonObject;
  readonly flags: FlagTable;
  /** What the first screen of a resolved document shows, line by line. */
  readonly overview: readonly OverviewTopic[];
  /** Fields whose value the server replaces when it starts, unless the user sets them. */
  readonly provisional: readonly { readonly path: string; readonly reason: string }[];
  /** Fields that only record what the user said. */
  readonly records: readonly string[];
  /** Sections that say what a model class supports. */
  readonly capabilities: readonly string[];
  /** Names of enumeration members that documents store by number, by field. */
  readonly members: Readonly<Record<string, readonly string[]>>;
  /** Parses arguments. Nothing is dropped: every flag becomes a setting, an other flag, or a diagnostic. */
  readArgs(args: readonly (string | Word)[], options?: ReadArgsOptions): ServeArgs;
  /**
   * Returns a reader of the configuration file that the arguments name; null if they name none. `read` returns the text
   * of a path and throws if there is none.
   */
  configFileReader(args: readonly string[], read: (file: string) => string): Promise<ConfigFileReader | null>;
  /** The environment variables that it reads, with their defaults; undefined for one that is not a literal. */
  variables(): ReadonlyMap<string, Json | undefined>;
  /** Warns about variables that look like its own, but that it does not read. */
  checkVariables(names: readonly string[]): readonly Diagnostic[];
  /** Builds the document that a server would start from. Never throws for invalid input. */
  build(options: BuildOptions): BuiltDocument;
  /** Computes the flags that pin fields at their resolved values. */
  pin(options: PinOptions): PinnedArgs;
  /** Formats a flag and its value as arguments; null if the flag does not accept the value. */
  writeFlag(flag: ServeFlag, value: Json): readonly string[] | null;
  /** Lists settable fields that differ from the release's constant default. */
  differingFields(document: JsonObject): readonly FieldValue[];
  /** Another release of the same engine. */
  other(version: string): ServingRelease;
}

export interface PinOptions {
  /** The resolved document. */
  readonly document: JsonObject;
  readonly changes: readonly FieldValue[];
  /** The user's settings: changes to a JSON object that a flag already has are merged into it. */
  readonly settings?: readonly Setting[];
}

/** An adapter of an engine that also builds documents. */
export interface ServedEngine extends EngineAdapter {
  readonly serving: ServingEngine;
}

export function isServed(engine: EngineAdapter): engine is ServedEngine {
  return "serving" in engine;
}
