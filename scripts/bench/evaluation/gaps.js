/** Documents in which one section or field of a vector's is left out or null: every tenth vector in turn. */
export function withGaps(vectors) {
  return vectors
    .filter((_, index) => index % 10 === 0)
    .flatMap(({ id, input }) =>
      pathsOf(input, 4).flatMap((path) => [
        { id: `${id} without ${path.join(".")}`, input: change(input, path, (parent, name) => delete parent[name]) },
        {
          id: `${id} with ${path.join(".")} null`,
          input: change(input, path, (parent, name) => (parent[name] = null)),
        },
      ]),
    );
}

function pathsOf(value, levels) {
  if (levels === 0 || typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => [[key], ...pathsOf(value[key], levels - 1).map((rest) => [key, ...rest])]);
}

function change(input, path, edit) {
  const document = structuredClone(input);
  edit(
    path.slice(0, -1).reduce((part, key) => part[key], document),
    path.at(-1),
  );
  return document;
}
