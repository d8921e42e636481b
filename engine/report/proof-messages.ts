import type { Alias } from "../common/engine-adapter.js";
import { flatten } from "../common/document-lines.js";
import type { JsonObject } from "../common/json.js";
import type { ShownProof } from "../proofs/proved.js";
import { sameObjectText } from "../diff/difference-messages.js";

/** ✓ proved, ✗ failed, ! notice, · info, ? unknown. */
export function markOf({ what, outcome, finding }: ShownProof): "✓" | "✗" | "!" | "·" | "?" {
  if (finding !== null) return "✗";
  if (outcome === "unknown") return "?";
  if (what === "same-field") return "·";
  if (outcome === "yes") return "✓";
  return what === "order" ? "·" : "!";
}

/** Describes a proof. */
export function wordsOf({ text, outcome }: ShownProof): string {
  return outcome === "unknown" ? `not proved: ${text}` : text;
}

/** Renders the document of a proof as `path: value`, one on each line. */
export function documentLines(document: JsonObject, alias: Alias | null): readonly string[] {
  return flatten(document, alias).map((line) => `${line.path}: ${sameObjectText(line) ?? JSON.stringify(line.value)}`);
}
