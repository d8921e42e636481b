import type { Diagnostic } from "../common/diagnostic.js";
import type { FlatValue } from "../common/document-lines.js";
import type { Json, JsonObject } from "../common/json.js";

/** Differences between two versions of a rule set. */
export interface Differed {
  readonly base: DifferedSide;
  readonly head: DifferedSide;
  /** Whether the result covers every release, and not only targets that the user chose. */
  readonly isEveryRelease: boolean;
  /** Other compared releases, as project@version: one for each other choice of rules. */
  readonly alsoAt: readonly string[];
  /** Changed packs and sets, and packs that include a changed one; by name. */
  readonly packs: readonly DifferedPack[];
  /** Null without a fleet. */
  readonly fleet: DifferedFleet | null;
}

export interface DifferedSide {
  /** As the user named it: a revision, a folder, a target; `working tree` by default. */
  readonly name: string;
  /** project@version. */
  readonly target: string;
}

export interface DifferedPack {
  /** A set has stages instead of rules. */
  readonly kind: "pack" | "set";
  /** vendor/family, or the name of the set. */
  readonly pack: string;
  /** In head; in base if it was removed. */
  readonly file: string | null;
  /** `runs-changed`: its own text is the same, but it includes a changed pack. */
  readonly status: "added" | "removed" | "changed" | "renamed" | "runs-changed";
  /** The old name of a renamed pack. */
  readonly was: string | null;
  /** Whether a renamed pack has moved in execution order. */
  readonly isElsewhere: boolean;
  /** Codes of its logs and failures that begin with the new name of a renamed pack. */
  readonly codes: readonly { readonly before: string; readonly after: string }[];
  /** The changed packs that it includes, transitively. */
  readonly includes: readonly string[];
  readonly rules: readonly RuleChange[];
  /** Changes outside of rules. */
  readonly parts: readonly PartChange[];
  /** Differences, each with a witness. */
  readonly effects: readonly Effect[];
  /** Undecided aspects, with the reason; possible even for `differs`. */
  readonly unproved: readonly Unproved[];
  /**
   * `same`: proved for all documents, including the ledger. `same-apart-from-ledger`: proved for all behavior, while
   * the ledger may differ in the order or number of its changes. `same-apart-from-codes`: proved for a renamed pack,
   * whose logs and failures have codes with its new name.
   */
  readonly verdict: "same" | "same-apart-from-ledger" | "same-apart-from-codes" | "differs" | "not-proved";
}

/** A change of a rule, matched by id, otherwise by content: `renamed` has another id and is otherwise the same. */
export interface RuleChange {
  readonly kind: "added" | "removed" | "moved" | "changed" | "renamed";
  /** The id inside the pack; the old one if the rule was removed. */
  readonly rule: string;
  /** The old id of a renamed rule. */
  readonly was: string | null;
  /** Whether the rule has also moved relative to the remaining rules. */
  readonly isMoved: boolean;
  /** In the file of head; null if the rule was removed. */
  readonly line: number | null;
  /** In the file of base; null if the rule was added. */
  readonly lineBefore: number | null;
  readonly parts: readonly PartChange[];
}

/** One changed location of a pack, a rule or a set; a side is omitted if it has no value. */
export interface PartChange {
  /** Keys inside the rule or the pack, dotted, such as `when.all.3.operator`. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
  /** In the file of head; in that of base if the part was removed. */
  readonly line: number | null;
}

/** A difference with its witness. Differences already shown by an earlier effect of the pack have none of their own. */
export interface Effect {
  /** The smallest witness found, flattened: only relevant values. */
  readonly document: readonly FlatValue[];
  /** The same document as JSON, for `fettle apply`. */
  readonly witness: JsonObject;
  /** The documents that the versions make of it; null for a version that fails. */
  readonly results: { readonly before: JsonObject | null; readonly after: JsonObject | null };
  /** All differences for that document, side by side. */
  readonly outcome: readonly OutcomeDifference[];
  /** The releases at which it occurs; empty if it occurs at the target of the comparison. */
  readonly at: readonly string[];
  /** The failure in both versions, or null. */
  readonly fails: string | null;
  /** Rules that fire on that document in one version only, or behave differently. */
  readonly rules: readonly EffectRule[];
  /** Documents of the fleet with the same difference, by name. */
  readonly fleet: readonly string[];
}

/** `name`: a field's dotted path, or the code of a log or of a failure, such as `vllm/mamba/mode-chosen`. */
export interface EffectAspect {
  readonly kind: "field" | "log" | "failure";
  readonly name: string;
}

/** A side is omitted if it has no value: the field is absent, or there is no such log or failure. */
export interface OutcomeDifference extends EffectAspect {
  readonly before?: Json;
  readonly after?: Json;
}

export interface EffectRule {
  /** vendor/family/id. */
  readonly rule: string;
  readonly in: "base" | "head" | "both";
  readonly file: string | null;
  /** In the file of head; in that of base if only base has the rule. */
  readonly line: number | null;
}

export interface Unproved {
  /** Aspects that may differ; empty for all aspects of the pack. */
  readonly aspects: readonly EffectAspect[];
  readonly reason: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** Documents that were evaluated in both versions. */
export interface DifferedFleet {
  /** Folders and files as the user named them. */
  readonly places: readonly string[];
  /** Number of documents that could be read and evaluated. */
  readonly documents: number;
  /** Those that differ. */
  readonly touched: readonly TouchedDocument[];
  /** Files and lines that could not be read. */
  readonly findings: readonly Diagnostic[];
}

export interface TouchedDocument {
  /** The file, with the line number for JSON Lines. */
  readonly name: string;
  readonly differences: readonly OutcomeDifference[];
}

/** Whether every pack is proved equivalent, and no document in the fleet differs. */
export function isHarmless({ packs, fleet }: Differed): boolean {
  return packs.every(isProvedSame) && (fleet === null || fleet.touched.length === 0);
}

/** Whether a pack is proved equivalent. */
export function isProvedSame({ verdict }: Pick<DifferedPack, "verdict">): boolean {
  return verdict === "same" || verdict === "same-apart-from-ledger";
}
