import { lastOf } from "../../common/must.js";
import type { Path } from "../../common/path.js";
import type { Container, Evaluation } from "./evaluation.js";

/** How deep below hf_config the text config may be, in objects alone; vLLM itself goes two levels down. */
const deepest = 3;

/**
 * Keeps hf_text_config and the part of hf_config that it is one object: where the object at a path, which leads through
 * objects alone, was copied for a write, puts the copy into the other place as well.
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
