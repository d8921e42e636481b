import type { Json, JsonObject } from "../common/json.js";

/**
 * How a flag is parsed:
 * - `boolean`: `--x` and `--no-x`; `switch`: only `--x`; neither takes a value
 * - `integer`, `number`, `string`, `enum`: one value
 * - `human-int`: an integer such as `32k` (32,000) or `32K` (32,768); `human-int-or-auto` also takes `auto`
 * - `commas`: numbers and other words in one value, with commas
 * - `list`: one or more values; `append`: one value for each occurrence of the flag
 * - `json`: any JSON; `json-or-string`: JSON if it looks like an object; `config`: a section, as a JSON object
 * - `optional-string`: a string, or nothing
 */
export type FlagKind =
  | "boolean"
  | "switch"
  | "integer"
  | "number"
  | "string"
  | "enum"
  | "human-int"
  | "human-int-or-auto"
  | "commas"
  | "list"
  | "append"
  | "json"
  | "json-or-string"
  | "config"
  | "optional-string";

/** A flag of the command that starts a server. */
export interface ServeFlag {
  readonly flag: string;
  readonly aliases: readonly string[];
  readonly kind: FlagKind;
  /** Whether `None` and the empty string mean unset. */
  readonly none: boolean;
  /** Allowed values, if they are enumerated. */
  readonly values: readonly Json[] | null;
  /** Letter case that the engine normalizes a value to. */
  readonly letters: Letters | null;
  /** Aliases of values, spelled as in `letters`. */
  readonly names: JsonObject | null;
  /** Dotted path of the field that the flag sets; null if the document has no field for it. */
  readonly field: string | null;
  /** The field's schema with references resolved; null if there is no field. */
  readonly schema: JsonObject | null;
  /** Its value is never shown. */
  readonly secret: boolean;
}

/** A flag that sets a field of the document. */
export type FieldFlag = ServeFlag & { readonly field: string };

export function hasField(flag: ServeFlag): flag is FieldFlag {
  return flag.field !== null;
}

export type Letters = "upper" | "lower" | "lower-underscore";

export interface FlagTable {
  readonly flags: readonly ServeFlag[];
  /** By every accepted spelling except `--no-x`. */
  readonly byName: ReadonlyMap<string, ServeFlag>;
  readonly byField: ReadonlyMap<string, ServeFlag>;
  /** Like `byName`, including `--no-x`, for which `positive` is false. */
  readonly spellings: ReadonlyMap<string, Spelling>;
  /** Flags of other releases, with text on which releases have them. */
  readonly absent: ReadonlyMap<string, string>;
}

export interface Spelling {
  readonly flag: ServeFlag;
  readonly positive: boolean;
}
