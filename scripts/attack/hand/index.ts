import type { Pair } from "../pair.js";
import { arrays } from "./arrays.js";
import { failingExpressions } from "./failing-expressions.js";
import { failures } from "./failures.js";
import { idempotence } from "./idempotence.js";
import { logs } from "./logs.js";
import { numbers } from "./numbers.js";
import { releasePairs } from "./releases.js";
import { sets } from "./sets.js";
import { sharing } from "./sharing.js";
import { sharingOfParts } from "./sharing-parts.js";
import { structures } from "./structures.js";
import { texts } from "./texts.js";

/** Every pair made by hand. */
export const handMade: readonly Pair[] = [
  ...failures,
  ...failingExpressions,
  ...sharing,
  ...sharingOfParts,
  ...structures,
  ...releasePairs,
  ...numbers,
  ...texts,
  ...arrays,
  ...sets,
  ...logs,
  ...idempotence,
];
