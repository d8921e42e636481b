import { isHarmless, type Differed } from "../../diff/differed.js";

/** A difference as data. */
export function diffJson(differed: Differed): string {
  return `${JSON.stringify({ ok: isHarmless(differed), ...differed }, null, 2)}\n`;
}
