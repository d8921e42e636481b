const unreleased = "## Unreleased\n";

/** Returns the text under a heading of the changelog, such as `Unreleased` or `0.2.0`; null if there is none. */
export function sectionOf(changelog: string, version: string): string | null {
  const sections = changelog.split(/^## /m).slice(1);
  const found = sections.find((section) => /^\S+/.exec(section)?.[0] === version);
  return found === undefined ? null : found.slice(found.indexOf("\n") + 1).trim();
}

/** Turns the unreleased section into a version with a date (YYYY-MM-DD), and starts an empty one above it. */
export function releaseSection(changelog: string, version: string, day: string): string {
  if (!sectionOf(changelog, "Unreleased")) throw new Error("CHANGELOG.md has nothing under `## Unreleased`");
  return changelog.replace(unreleased, `${unreleased}\n## ${version} (${day})\n`);
}
