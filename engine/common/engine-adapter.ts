import type { JsonObject } from "./json.js";
import type { Path } from "./path.js";

/** Everything that differs between serving engines, as far as rules are concerned. A rule set names its adapter. */
export interface EngineAdapter {
  /** The project of targets such as `vllm@0.33.0`. */
  readonly name: string;
  /** Its name for readers. */
  readonly title: string;
  /** JSON Schema of the config document, with the keywords that `compileSchema` knows; always the same object. */
  readonly schema: () => JsonObject;
  /** Where packs can run, in order. */
  readonly hooks: readonly Hook[];
  /** The field whose value `match.architectures` lists. */
  readonly dispatch: Path;
  /** The field with the model's name. */
  readonly modelName: Path;
  /** Fields that come from the model's files, not from its user. */
  readonly modelFields: readonly Path[];
  /** An object of the document that has a second name; null if there is none. */
  readonly alias: Alias | null;
  /** Known releases, oldest first. */
  readonly releases: readonly string[];
  /** Values of the dispatch field that some release knows; null if any value is possible. */
  readonly architectures: ReadonlySet<string> | null;
}

export interface Hook {
  readonly name: string;
  /** The sections of the document that exist when it runs; null for all. */
  readonly sections: ReadonlySet<string> | null;
  /** A field with a number, for the example rule of a new pack. */
  readonly example: Path;
}

/**
 * Two fields of a section that may be one object: `field` is `of`, or an object inside it, or a separate one. A write
 * through one name is seen through the other.
 */
export interface Alias {
  readonly section: string;
  readonly field: string;
  readonly of: string;
  /** Maximum number of keys from `of` to the aliased object, through objects only. */
  readonly deepest: number;
  /** The key that usually leads there. */
  readonly usualKey: string;
}

/** The path of the field that may be an alias. */
export const aliasPath = ({ section, field }: Alias): Path => [section, field];

/** The path of the field that it, or an object inside it, may be. */
export const aliasedPath = ({ section, of }: Alias): Path => [section, of];

/** Whether a dotted path is one of the fields that come from the model's files, or inside one. */
export function isModelField(path: string, { modelFields }: Pick<EngineAdapter, "modelFields">): boolean {
  return modelFields.some((field) => `${path}.`.startsWith(`${field.join(".")}.`));
}

/** Adapters by name. */
export type Engines = Readonly<Record<string, EngineAdapter>>;
