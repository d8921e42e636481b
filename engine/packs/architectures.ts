import type { Pack } from "../generated/pack.js";
import { holdsFor, type Target } from "./target.js";

/** The architectures that a pack matches in a target; null where it matches all that reach it. */
export function architecturesFor({ match }: Pack, target: Target): readonly string[] | null {
  if (match === undefined) return null;
  return match.architectures.flatMap((entry) =>
    typeof entry === "string" ? [entry] : holdsFor(entry.versions, target) ? [entry.architecture] : [],
  );
}
