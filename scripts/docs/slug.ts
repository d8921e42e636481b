/** The anchor of a heading, as GitHub makes it: links work in the repository and on the site. */
export function slugOf(heading: string): string {
  const kept = heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "");
  return kept.replaceAll(" ", "-");
}
