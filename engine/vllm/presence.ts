/** Releases that alternately add and remove something. */
export type Presence = readonly string[];

/** Whether a release has something with this presence; without a presence it is in all releases. */
export function isIn(presence: Presence | undefined, release: string): boolean {
  return presence === undefined || presence.filter((change) => isReached(change, release)).length % 2 === 1;
}

const ranks = new Map<string, number>();

/** Whether a release is not later than another. */
export function isReached(from: string, release: string): boolean {
  return rank(from) <= rank(release);
}

/** Maps a release to a number for comparison. */
function rank(release: string): number {
  const known = ranks.get(release);
  if (known !== undefined) return known;
  const [major = 0, minor = 0, patch = 0] = release.split(".").map(Number);
  const found = (major * 1e4 + minor) * 1e4 + patch;
  ranks.set(release, found);
  return found;
}
