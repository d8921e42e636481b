import { holdsFor, isRange, type Target } from "../target.js";

/** From when on a rule is no longer wanted: releases of the target, or a day. */
export type Expiry =
  | { readonly kind: "range"; readonly range: string }
  | { readonly kind: "day"; readonly day: string };

/** Reads `expires`: a semver range, or YYYY-MM-DD; null where it is neither. */
export function parseExpiry(text: string): Expiry | null {
  if (isDay(text)) return { kind: "day", day: text };
  const isMeantAsDay = /^\d{4}-\d/.test(text);
  return !isMeantAsDay && isRange(text) ? { kind: "range", range: text } : null;
}

/** Whether it has been reached; a day never has where nobody says which day it is, as YYYY-MM-DD. */
export function isReached(expiry: Expiry, target: Target, today: string | undefined): boolean {
  return expiry.kind === "range" ? holdsFor(expiry.range, target) : today !== undefined && today >= expiry.day;
}

/** Whether a text is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
