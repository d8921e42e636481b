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

/** A proof in words: what does not hold is denied. */
export function wordsOf({ what, text, outcome }: ShownProof): string {
  if (outcome === "unknown") return `not proved: ${text}`;
  if (outcome === "yes") return text;
  if (what === "order") return text.replace(" may be swapped", " may not be swapped");
  if (what === "idempotent") return text.replace(" changes nothing", " changes it");
  if (what === "overwrites") return text.replace(" is never overwritten ", " can be overwritten ");
  return what === "claim" ? text : text.replace(" can ", " can never ");
}

/** The document of a proof as `path: value`, one a line. */
export function documentLines(document: JsonObject): readonly string[] {
  return flatten(document).map(({ path, value }) => `${path}: ${sameObjectText(path, value) ?? JSON.stringify(value)}`);
}
