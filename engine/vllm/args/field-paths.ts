import { isObject, type JsonObject } from "../../common/json.js";
import { readPath, type Path } from "../../common/path.js";

const textConfig: Path = ["model_config", "hf_text_config"];
const config: Path = ["model_config", "hf_config"];

/** Returns all paths to a field: hf_text_config may alias hf_config or a part of it. */
export function pathsOf(path: Path, document: JsonObject): readonly Path[] {
  const nested = placeOf(readPath(document, textConfig), readPath(document, config), config);
  if (nested === null) return [path];
  return [path, ...moved(path, textConfig, nested), ...moved(path, nested, textConfig)];
}

function moved(path: Path, from: Path, to: Path): readonly Path[] {
  return startsWith(path, from) ? [[...to, ...path.slice(from.length)]] : [];
}

/** Finds the path to an object inside another, or null. */
function placeOf(object: unknown, around: unknown, path: Path, depth = 0): Path | null {
  if (!isObject(object) || !isObject(around) || depth > 3) return null;
  if (object === around) return path;
  for (const [key, child] of Object.entries(around)) {
    const found = placeOf(object, child, [...path, key], depth + 1);
    if (found !== null) return found;
  }
  return null;
}

export function startsWith(path: Path, beginning: Path): boolean {
  return beginning.every((name, index) => path[index] === name);
}

/** Whether a write to one path affects the other: they are equal, or one is a prefix of the other. */
export function overlaps(left: Path, right: Path): boolean {
  return startsWith(left, right) || startsWith(right, left);
}
