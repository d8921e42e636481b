import { holdsFor, isRange, type Target } from "../target.js";

/** When a rule expires: at releases of the target, or on a date. */
export type Expiry =
  | { readonly kind: "range"; readonly range: string }
  | { readonly kind: "day"; readonly day: string };

/** Parses `expires`: a semver range, or YYYY-MM-DD; null if it is neither. */
export function parseExpiry(text: string): Expiry | null {
  if (isDay(text)) return { kind: "day", day: text };
  const isMeantAsDay = /^\d{4}-\d/.test(text);
  return !isMeantAsDay && isRange(text) ? { kind: "range", range: text } : null;
}

/** Whether a rule has expired. `today` is YYYY-MM-DD; without it, nothing expires by date. */
export function isReached(expiry: Expiry, target: Target, today: string | undefined): boolean {
  return expiry.kind === "range" ? holdsFor(expiry.range, target) : today !== undefined && today >= expiry.day;
}

/** Whether a string is a calendar date, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
