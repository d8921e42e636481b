import type { Diagnostic } from "../common/diagnostic.js";
import type { Json } from "../common/json.js";
import type { FieldFlag, ServeFlag } from "./flags.js";
import type { GivenKind, Origin } from "./origin.js";

/** An argument with its origin; `shown` is set if the argument is not what the user wrote. */
export interface Word {
  readonly text: string;
  readonly kind: GivenKind;
  readonly shown?: string;
}

/** A flag with its value. */
export interface GivenFlag {
  readonly flag: ServeFlag;
  readonly value: Json;
  readonly origin: Origin & { readonly kind: GivenKind };
  /** Origins of keys inside a JSON value assembled from dotted flags, by dotted path. */
  readonly leaves: ReadonlyMap<string, Origin> | null;
}

/** A given flag that sets a field of the document. */
export interface Setting extends GivenFlag {
  readonly flag: FieldFlag;
}

/** A flag without a field in the document: kept and shown. */
export interface OtherFlag {
  readonly flag: string;
  /** Its value; `***` if it is secret, the raw arguments if the flag is unknown. */
  readonly value: Json;
  readonly origin: Origin & { readonly kind: GivenKind };
  /** Whether the release has it. */
  readonly known: boolean;
  /** Why it has no effect, or null if it has one. */
  readonly note: string | null;
}

export interface ServeArgs {
  /** The model, if the arguments name it. */
  readonly model: { readonly value: string; readonly origin: Origin } | null;
  /** One for each flag, in command-line order; the last occurrence applies. */
  readonly settings: readonly Setting[];
  readonly otherFlags: readonly OtherFlag[];
  readonly diagnostics: readonly Diagnostic[];
  /** Numbers out of range, which the engine refuses only where it opens the field's section. */
  readonly outOfRange?: readonly OutOfRange[];
}

export interface OutOfRange {
  readonly flag: FieldFlag;
  readonly diagnostic: Diagnostic;
}

/** The arguments of a configuration file. */
export interface ConfigFile {
  readonly words: readonly Word[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadArgsOptions {
  /** Reads the file that the arguments name; without it, its flag is kept and reported. */
  readonly readConfigFile?: (path: string) => ConfigFile;
  /** Source of the arguments; a command line by default. */
  readonly kind?: GivenKind;
}

/** The dotted flag that set a key, or a part of it, or a section around it. */
export function originInside(setting: Setting, inner: string): Origin {
  const exact = setting.leaves?.get(inner);
  if (exact !== undefined) return exact;
  const around = [...(setting.leaves ?? [])].find(
    ([path]) => path.startsWith(`${inner}.`) || inner.startsWith(`${path}.`),
  );
  return around?.[1] ?? setting.origin;
}
