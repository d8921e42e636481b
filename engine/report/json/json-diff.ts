import { isHarmless, type Differed } from "../../diff/differed.js";

/** Renders a difference as JSON. */
export function diffJson(differed: Differed): string {
  return `${JSON.stringify({ ok: isHarmless(differed), ...differed }, null, 2)}\n`;
}
