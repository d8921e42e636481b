import { lastOf } from "../../common/must.js";
import type { Path } from "../../common/path.js";
import type { Container, Evaluation } from "./evaluation.js";

/** Maximum depth of the text config below hf_config, through objects only; vLLM itself descends two levels. */
const deepest = 3;

/**
 * Preserves the alias between hf_text_config and a part of hf_config: when the object at a path of objects was copied
 * for a write, stores the copy under the other reference as well.
 */
export function shareCopy(
  evaluation: Evaluation,
  path: Path,
  original: object,
  copy: object,
  own: (evaluation: Evaluation, path: Path) => Container,
): void {
  const model = evaluation.document.model_config as unknown as Container;
  if (path[1] === "hf_config") {
    if (path.length - 2 <= deepest && model.hf_text_config === original) model.hf_text_config = copy;
  } else if (path[1] === "hf_text_config" && path.length === 2) {
    const place = findObject(model.hf_config, original, ["model_config", "hf_config"], deepest);
    if (place !== null) own(evaluation, place.slice(0, -1))[lastOf(place)] = copy;
  }
}

function findObject(value: unknown, wanted: object, path: Path, levels: number): Path | null {
  if (value === wanted) return path;
  if (levels === 0 || typeof value !== "object" || value === null || Array.isArray(value)) return null;
  for (const key of Object.keys(value)) {
    const child = (value as Container)[key];
    const found = typeof child === "object" ? findObject(child, wanted, [...path, key], levels - 1) : null;
    if (found !== null) return found;
  }
  return null;
}
