import type { Diagnostic } from "../common/diagnostic.js";
import type { Json, JsonObject } from "../common/json.js";
import type { SharedParts } from "../common/shared-parts.js";
import type { ConfigFile, OtherFlag, Setting, Word } from "./given.js";
import type { DraftModels, ModelFiles } from "./model-files.js";
import type { GivenKind, Origin, OriginKind } from "./origin.js";

/** The device the server will run on, as far as defaults depend on it. */
export interface Device {
  /** Memory of one device in GiB. */
  readonly memoryGiB: number;
  /** Name reported by the driver, such as `NVIDIA H100 80GB HBM3`. */
  readonly name: string;
}

/** A model with its flags and its machine. */
export interface BuildOptions {
  /** The checkpoint's config.json; never modified. */
  readonly hfConfig: JsonObject;
  /** Model id or folder; if empty, the arguments must name it. */
  readonly model: string;
  /** The arguments of the command; those of a recipe have its `kind`. */
  readonly args: readonly (string | Word)[];
  /** Default kind of the arguments: a command line unless stated. */
  readonly kind?: GivenKind;
  /** Reads the file of `--config`. */
  readonly readConfigFile?: (path: string) => ConfigFile;
  /** The device that some defaults depend on; null or omitted if unknown. */
  readonly device?: Device | null;
  /** Known values of `environment`, with the arguments that set them. */
  readonly environment?: readonly EnvironmentValue[];
  /** The other files of the model's folder; null or omitted if unknown. */
  readonly files?: ModelFiles | null;
  /** The files of draft models, by the name that `--speculative-config` states. */
  readonly drafts?: DraftModels;
  /**
   * Takes the parts that other documents have, too: nobody may modify the document. Omitted, it has its own.
   *
   * @internal
   */
  readonly shared?: SharedParts;
}

/** A value of `environment`, and the arguments that set it. */
export interface EnvironmentValue {
  /** The field; a variable is `variables.NAME`. */
  readonly field: string;
  readonly value: Json;
  readonly text: string;
  /** A flag if omitted. */
  readonly kind?: OriginKind;
}

export interface BuiltDocument {
  /** The config document before any handler of a model family runs. */
  readonly document: JsonObject;
  /** Origin of each value, by dotted path; a value inside a section may have its section's. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** The origin of one value; null if it has none of its own. */
  originAt(path: string): Origin | null;
  /** Flags without a field, and flags without effect. */
  readonly otherFlags: readonly OtherFlag[];
  /** The user's settings, in command-line order. */
  readonly settings: readonly Setting[];
  /** The name of the draft model whose files are unknown; null if there is none. */
  readonly missingDraft: string | null;
  /** Unknown inputs of rules, by dotted path, with the option that states each. */
  readonly openInputs: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
}
