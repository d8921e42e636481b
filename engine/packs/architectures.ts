import type { Pack } from "../generated/pack.js";
import { holdsFor, type Target } from "./target.js";

/** Returns the architectures that a pack matches in a target; null if it matches every architecture. */
export function architecturesFor({ match }: Pack, target: Target): readonly string[] | null {
  if (match === undefined) return null;
  return match.architectures.flatMap((entry) =>
    typeof entry === "string" ? [entry] : holdsFor(entry.versions, target) ? [entry.architecture] : [],
  );
}
