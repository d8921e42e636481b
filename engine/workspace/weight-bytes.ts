import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { isObject } from "../common/json.js";
import { modelRoot } from "./model-folders.js";
import { parseConfig, readTextWithin } from "./read-input.js";

const indexFile = "model.safetensors.index.json";

/**
 * The size of a model's weights in bytes, as its folder states it: by the index of the shards, otherwise by the
 * safetensors files. Null if it has neither. @throws FettleError if the index is not JSON
 */
export async function weightBytes(folder: string): Promise<number | null> {
  const names = readdirSync(folder);
  if (names.includes(indexFile)) {
    const file = path.join(folder, indexFile);
    const { value } = await parseConfig(await readTextWithin(file, [modelRoot(folder)]), file);
    const metadata = isObject(value) ? value["metadata"] : null;
    const total = isObject(metadata) ? metadata["total_size"] : null;
    if (typeof total === "number") return total;
  }
  const all = names.filter((name) => name.endsWith(".safetensors"));
  // Mistral's repositories hold the weights twice.
  const plain = all.filter((name) => !name.startsWith("consolidated"));
  const sizes = (plain.length > 0 ? plain : all).map(
    (name) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? null,
  );
  return sizes.length === 0 ? null : sizes.reduce<number | null>((sum, size) => add(sum, size), 0);
}

/** A size that is unknown, as of a broken link in a cache, makes the sum unknown. */
function add(sum: number | null, size: number | null): number | null {
  return sum === null || size === null ? null : sum + size;
}
