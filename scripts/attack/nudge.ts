import type { Json } from "../../engine/common/json.js";
import { neighborsOf } from "./neighbors.js";
import type { Random } from "./random.js";

/** A value next to one. */
export function nudge(value: Json, random: Random): Json {
  if (Array.isArray(value) && value.length > 0 && random.chance(0.6))
    return random.chance(0.5)
      ? value.toReversed()
      : (value.with(random.int(value.length), random.pick(neighborsOf(random.pick(value)))) as Json);
  return random.pick(neighborsOf(value)) as Json;
}
