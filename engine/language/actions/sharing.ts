import type { Alias } from "../../common/engine-adapter.js";
import { lastOf } from "../../common/must.js";
import type { Path } from "../../common/path.js";
import type { Container, Evaluation } from "./evaluation.js";

/**
 * Preserves an alias: when the object at a path of objects in its section was copied for a write, stores the copy under
 * the other name as well.
 */
export function shareCopy(
  evaluation: Evaluation,
  { section, field, of, deepest }: Alias,
  path: Path,
  original: object,
  copy: object,
  own: (evaluation: Evaluation, path: Path) => Container,
): void {
  const parent = evaluation.document[section] as unknown as Container;
  if (path[1] === of) {
    if (path.length - 2 <= deepest && parent[field] === original) parent[field] = copy;
  } else if (path[1] === field && path.length === 2) {
    const place = findObject(parent[of], original, [section, of], deepest);
    if (place !== null) own(evaluation, place.slice(0, -1))[lastOf(place)] = copy;
  }
}

function findObject(value: unknown, wanted: object, path: Path, levels: number): Path | null {
  if (value === wanted) return path;
  if (levels === 0 || typeof value !== "object" || value === null || Array.isArray(value)) return null;
  for (const key of Object.keys(value)) {
    const found = findObject((value as Container)[key], wanted, [...path, key], levels - 1);
    if (found !== null) return found;
  }
  return null;
}
