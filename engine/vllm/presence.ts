/** Releases at which something comes, goes, comes again, and so on. */
export type Presence = readonly string[];

/** Whether a release has what comes and goes like this; what has no presence is always there. */
export function isIn(presence: Presence | undefined, release: string): boolean {
  return presence === undefined || presence.filter((change) => isReached(change, release)).length % 2 === 1;
}

const ranks = new Map<string, number>();

/** Whether a release comes no later than another. */
export function isReached(from: string, release: string): boolean {
  return rank(from) <= rank(release);
}

/** A release as one number, for comparisons. */
function rank(release: string): number {
  const known = ranks.get(release);
  if (known !== undefined) return known;
  const [major = 0, minor = 0, patch = 0] = release.split(".").map(Number);
  const found = (major * 1e4 + minor) * 1e4 + patch;
  ranks.set(release, found);
  return found;
}
