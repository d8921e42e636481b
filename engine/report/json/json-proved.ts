import { hasFindings, type Proofs } from "../proved.js";

/** Proofs as data. */
export function proveJson({ target, proved }: Proofs): string {
  return `${JSON.stringify({ ok: !hasFindings(proved), target, proved }, null, 2)}\n`;
}
