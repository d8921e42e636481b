import type { Diagnostic } from "../common/diagnostic.js";
import type { FlatValue } from "../common/document-lines.js";
import type { Json, JsonObject } from "../common/json.js";

/** What two versions of a rule set do differently. */
export interface Differed {
  readonly base: DifferedSide;
  readonly head: DifferedSide;
  /** Whether what is told holds for every release, and not only for the targets of both, as where somebody chose them. */
  readonly isEveryRelease: boolean;
  /** Other releases at which both were compared, as project@version: one for each other choice of rules. */
  readonly alsoAt: readonly string[];
  /** Packs and sets whose text changed, and packs that run one that did; by name. */
  readonly packs: readonly DifferedPack[];
  /** Null where no fleet was given. */
  readonly fleet: DifferedFleet | null;
}

export interface DifferedSide {
  /** As the user named it: a revision, a folder, a target; `working tree` where nothing was. */
  readonly name: string;
  /** project@version. */
  readonly target: string;
}

export interface DifferedPack {
  /** A set has stages where a pack has rules. */
  readonly kind: "pack" | "set";
  /** vendor/family, or the name of the set. */
  readonly pack: string;
  /** In the new version; in the old one where it was removed. */
  readonly file: string | null;
  /** `runs-changed`: its own text is the same, but it includes a pack that changed. */
  readonly status: "added" | "removed" | "changed" | "renamed" | "runs-changed";
  /** The old name of a renamed pack. */
  readonly was: string | null;
  /** Whether a renamed pack runs before or behind others than in the old version. */
  readonly isElsewhere: boolean;
  /** Codes of its logs and failures that begin with the new name of a renamed pack. */
  readonly codes: readonly { readonly before: string; readonly after: string }[];
  /** The changed packs that it includes, at any depth. */
  readonly includes: readonly string[];
  readonly rules: readonly RuleChange[];
  /** Changes outside of rules. */
  readonly parts: readonly PartChange[];
  /** What differs, each with a document that shows it. */
  readonly effects: readonly Effect[];
  /** What nobody could decide, with the reason; `differs` may have some, too. */
  readonly unproved: readonly Unproved[];
  /**
   * `same`: proved for all documents, the ledger included. `same-apart-from-ledger`: proved of all that counts as behavior,
   * while the ledger may hold its changes in another order or in other steps. `same-apart-from-codes`: proved of a renamed
   * pack, whose logs and failures have the codes that its new name gives them.
   */
  readonly verdict: "same" | "same-apart-from-ledger" | "same-apart-from-codes" | "differs" | "not-proved";
}

/** A rule by its id, and else by its content: `renamed` has another id and is otherwise the same. */
export interface RuleChange {
  readonly kind: "added" | "removed" | "moved" | "changed" | "renamed";
  /** The id inside the pack; the old one where the rule was removed. */
  readonly rule: string;
  /** The old id of a renamed rule. */
  readonly was: string | null;
  /** Whether the rule also stands elsewhere among those that stayed. */
  readonly isMoved: boolean;
  /** In the new file; null where the rule was removed. */
  readonly line: number | null;
  /** In the old file; null where the rule was added. */
  readonly lineBefore: number | null;
  readonly parts: readonly PartChange[];
}

/** One place of a pack, a rule or a set that changed; a side without a value did not have it. */
export interface PartChange {
  /** Keys inside the rule or the pack with dots between them, such as `when.all.3.operator`. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
  /** In the new file; in the old one where the part is gone. */
  readonly line: number | null;
}

/** One document that shows what differs. What an earlier effect of the pack shows has none of its own. */
export interface Effect {
  /** The smallest document that shows it, flat: only what matters. */
  readonly document: readonly FlatValue[];
  /** The same document as JSON, which `fettle apply` reads. */
  readonly witness: JsonObject;
  /** Everything that differs for that document, side by side. */
  readonly outcome: readonly OutcomeDifference[];
  /** The releases at which it shows; none where it shows at that of the comparison. */
  readonly at: readonly string[];
  /** The failure that the document meets in both versions, or null. */
  readonly fails: string | null;
  /** Rules that act on that document in one version and not, or otherwise, in the other. */
  readonly rules: readonly EffectRule[];
  /** Documents of the fleet that differ in the same respect, by name. */
  readonly fleet: readonly string[];
}

/** `name`: a field's dotted path, or the code of a log or of a failure, such as `vllm/mamba/mode-chosen`. */
export interface EffectAspect {
  readonly kind: "field" | "log" | "failure";
  readonly name: string;
}

/** A side without a value has none: the field is absent, there is no such log or failure. */
export interface OutcomeDifference extends EffectAspect {
  readonly before?: Json;
  readonly after?: Json;
}

export interface EffectRule {
  /** vendor/family/id. */
  readonly rule: string;
  readonly in: "base" | "head" | "both";
  readonly file: string | null;
  /** In the new file; in the old one where the rule is only there. */
  readonly line: number | null;
}

export interface Unproved {
  /** What may come out differently; none where that is everything that the pack does. */
  readonly aspects: readonly EffectAspect[];
  readonly reason: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** Documents that were evaluated in both versions. */
export interface DifferedFleet {
  /** Folders and files as the user named them. */
  readonly places: readonly string[];
  /** How many could be read and evaluated. */
  readonly documents: number;
  /** Those that differ. */
  readonly touched: readonly TouchedDocument[];
  /** Files and lines that could not be read. */
  readonly findings: readonly Diagnostic[];
}

export interface TouchedDocument {
  /** The file, with the line of a file that holds one document a line. */
  readonly name: string;
  readonly differences: readonly OutcomeDifference[];
}

/** Whether every pack is proved to do what it did, and no document of the fleet differs. */
export function isHarmless({ packs, fleet }: Differed): boolean {
  return packs.every(isProvedSame) && (fleet === null || fleet.touched.length === 0);
}

/** Whether it is proved that a pack behaves as before. */
export function isProvedSame({ verdict }: Pick<DifferedPack, "verdict">): boolean {
  return verdict === "same" || verdict === "same-apart-from-ledger";
}
