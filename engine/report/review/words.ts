import { count } from "../../common/count.js";
import { comparedText, partText, ruleChangeText, verdictText as verdictOf } from "../../diff/difference-messages.js";
import { documentLines, markOf, wordsOf } from "../proof-messages.js";
import type { ShownProof } from "../../proofs/proved.js";
import { failures, type Reviewed, type ReviewedPack } from "../../review/reviewed.js";
import { passes } from "../../testing/tested.js";

const statusWords: Readonly<Record<ReviewedPack["status"], string>> = {
  added: "added",
  removed: "removed",
  changed: "changed",
  renamed: "renamed",
  "cases-changed": "only its cases or claims changed",
  "text-changed": "only its layout changed",
  "runs-changed": "unchanged, but includes a changed pack",
};

/** Describes the status of a pack. */
export function statusText({ status, differed }: ReviewedPack): string {
  return `${statusWords[status]}${differed === null || differed.was === null ? "" : `, was ${differed.was}`}`;
}

/** Summarizes the verdict: `2 findings fail the review`. */
export function verdictText(reviewed: Reviewed): string {
  const failed = failures(reviewed).length;
  if (failed > 0) return `${count(failed, "finding")} ${failed === 1 ? "fails" : "fail"} the review`;
  if (reviewed.packs.length === 0) return "no pack changed";
  return reviewed.findings.length === 0 ? "no findings" : `passes with ${count(reviewed.findings.length, "remark")}`;
}

/** Summarizes the cases of a pack; null if none ran. */
export function casesText({ tested }: ReviewedPack): string | null {
  if (tested === null) return null;
  const { seen, total } = tested.coverage.branches;
  return `${tested.cases.filter(passes).length} of ${tested.cases.length} cases pass, ${seen} of ${total} branches covered`;
}

/** Summarizes the comparison of a pack; null if nothing was compared. */
export function behaviorText({ differed, status }: ReviewedPack): string | null {
  if (differed === null) return status === "cases-changed" || status === "text-changed" ? "the same rules" : null;
  return verdictOf(differed);
}

/** Summarizes the proofs of a pack; null if there are none. */
export function proofsText({ proved }: ReviewedPack): string | null {
  if (proved === null) return null;
  const all = proved.proofs.filter((proof) => markOf(proof) !== "·");
  return `${all.filter((proof) => markOf(proof) === "✓").length} of ${all.length} properties proved`;
}

/** Failed or unknown proofs, each with its document on one line. */
export function openProofs({ proved }: ReviewedPack): readonly { readonly proof: ShownProof; readonly text: string }[] {
  const open = (proved?.proofs ?? []).filter((proof) => ["✗", "!", "?"].includes(markOf(proof)));
  return open.map((proof) => {
    const document =
      proof.document === null || markOf(proof) === "?"
        ? ""
        : `, for example where ${documentLines(proof.document, proved?.alias ?? null).join(", ")}`;
    return {
      proof,
      text: `${wordsOf(proof).replace(/\.$/, "")}${document}${proof.note === null ? "" : ` (${proof.note})`}`,
    };
  });
}

/** Describes the releases of the review. */
export function releasesText({ target, differed }: Pick<Reviewed, "target" | "differed">): string {
  return differed === null ? target : comparedText(differed) || target;
}

/** Renders the textual changes of a pack: each part, and each rule with its parts. */
export function changeLines({ differed }: ReviewedPack): readonly string[] {
  if (differed === null) return [];
  return [
    ...differed.parts.map(partText),
    ...differed.rules.flatMap((change) => [
      ruleChangeText(change),
      ...change.parts.map((part) => `  ${partText(part)}`),
    ]),
  ];
}
