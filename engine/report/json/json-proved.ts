import { hasFindings, type Proofs } from "../../proofs/proved.js";

/** Renders proofs as JSON. */
export function proveJson({ target, proved, unlinked }: Proofs): string {
  return `${JSON.stringify({ ok: !hasFindings({ proved, unlinked }), target, proved, unlinked }, null, 2)}\n`;
}
