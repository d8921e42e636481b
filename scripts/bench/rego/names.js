/** Names that have not been given before: `x1`, `x2`, … */
export function makeNames() {
  let count = 0;
  return (prefix) => `${prefix}_${++count}`;
}

/** A name of Fettle's as one of Rego's. */
export function regoName(text) {
  return text.replaceAll(/[^A-Za-z0-9_]/g, "_");
}
