import type { Json } from "../common/json.js";
import type { Origin } from "../vllm/config/origin.js";

/** One thing that another release does otherwise with a deployment. */
export interface UpgradeChange {
  /** `mended`: what did not run does now. */
  readonly kind: "failure" | "flag" | "field" | "log" | "mended";
  /** Code of a failure or a log, spelling of a flag, dotted path of a field. */
  readonly name: string;
  /** A field's value; the text of a failure or a log; a flag as it was given. Left out where there is none. */
  readonly before?: Json;
  readonly after?: Json;
  /** The release on the way from which on it is so; null where the cause says it. */
  readonly since: string | null;
  readonly causes: readonly UpgradeCause[];
  /** How a field stays what it was; null for all else. */
  readonly keep: Keep | null;
}

export type UpgradeCause =
  | RuleCause
  /** Where a value comes from that no rule wrote; null where nothing is known of it. */
  | { readonly kind: "origin"; readonly before: Origin | null; readonly after: Origin | null }
  /** What a release has and another has not, in words. */
  | { readonly kind: "release"; readonly text: string };

export interface RuleCause {
  readonly kind: "rule";
  /** vendor/family/id. */
  readonly rule: string;
  /** In which of the two releases it does this. */
  readonly acts: "before" | "after" | "both";
  readonly why: string | null;
  /** Range of releases for which the rule, or its pack, is. */
  readonly versions: string | null;
  /** Whose behavior it is. */
  readonly source: {
    readonly project?: string;
    readonly file?: string;
    readonly symbol?: string;
    readonly url?: string;
  } | null;
  readonly file: string | null;
  readonly line: number | null;
  /** Where both releases have the rule: what it asks for that differs. */
  readonly because: readonly { readonly fact: string; readonly before?: Json; readonly after?: Json }[];
}

export type Keep =
  /** Checked: with these words the field holds its old value, after the rules; `isAlone`: also without the flags for other fields. */
  | { readonly kind: "flags"; readonly args: readonly string[]; readonly isAlone: boolean }
  | { readonly kind: "none"; readonly reason: string };
