import { hasFindings, type Proofs } from "../../proofs/proved.js";

/** Renders proofs as JSON. */
export function proveJson({ target, proved, unlinked }: Proofs): string {
  const shown = proved.map(({ alias: _, ...subject }) => subject);
  return `${JSON.stringify({ ok: !hasFindings({ proved, unlinked }), target, proved: shown, unlinked }, null, 2)}\n`;
}
