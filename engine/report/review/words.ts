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
  "runs-changed": "unchanged, but runs a pack that changed",
};

/** What became of a pack, in words. */
export function statusText({ status, differed }: ReviewedPack): string {
  return `${statusWords[status]}${differed === null || differed.was === null ? "" : `, was ${differed.was}`}`;
}

/** The verdict in a few words: `2 findings fail the review`. */
export function verdictText(reviewed: Reviewed): string {
  const failed = failures(reviewed).length;
  if (failed > 0) return `${count(failed, "finding")} ${failed === 1 ? "fails" : "fail"} the review`;
  if (reviewed.packs.length === 0) return "no pack changed";
  return reviewed.findings.length === 0 ? "nothing found" : `passes, with ${count(reviewed.findings.length, "remark")}`;
}

/** How the cases of a pack came out; null where none ran. */
export function casesText({ tested }: ReviewedPack): string | null {
  if (tested === null) return null;
  const { seen, total } = tested.coverage.branches;
  return `${tested.cases.filter(passes).length} of ${count(tested.cases.length, "case")} pass, ${seen} of ${total} branches seen`;
}

/** What the comparison says of a pack; null where nothing was compared. */
export function behaviorText({ differed, status }: ReviewedPack): string | null {
  if (differed === null) return status === "cases-changed" || status === "text-changed" ? "the same rules" : null;
  return verdictOf(differed);
}

/** How the proofs of a pack came out; null where there are none. */
export function proofsText({ proved }: ReviewedPack): string | null {
  if (proved === null) return null;
  const all = proved.proofs.filter((proof) => markOf(proof) !== "·");
  return `${all.filter((proof) => markOf(proof) === "✓").length} of ${count(all.length, "proof")} hold`;
}

/** Proofs that do not hold or came to nothing, each with its document in a line. */
export function openProofs({ proved }: ReviewedPack): readonly { readonly proof: ShownProof; readonly text: string }[] {
  const open = (proved?.proofs ?? []).filter((proof) => ["✗", "!", "?"].includes(markOf(proof)));
  return open.map((proof) => {
    const document =
      proof.document === null || markOf(proof) === "?" ? "" : `, as where ${documentLines(proof.document).join(", ")}`;
    return {
      proof,
      text: `${wordsOf(proof).replace(/\.$/, "")}${document}${proof.note === null ? "" : ` (${proof.note})`}`,
    };
  });
}

/** The releases of the review. */
export function releasesText({ target, differed }: Pick<Reviewed, "target" | "differed">): string {
  return differed === null ? target : comparedText(differed) || target;
}

/** What was done to a pack's text: each part, and each rule with its parts. */
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
