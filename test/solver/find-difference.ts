import { vllm } from "../../engine/vllm/adapter/vllm.js";
import { aimedDocuments } from "../../engine/solver/challenge/aimed-documents.js";
import { challenge } from "../../engine/solver/challenge/challenge.js";
import { compareResults } from "../../engine/solver/compare-results.js";
import { evaluatorOf } from "../../engine/solver/encode/encode-program.js";
import type { JsonObject } from "../../engine/common/json.js";
import type { LinkedPacks } from "../../engine/packs/linked.js";

const limits = { documents: 2000, milliseconds: 20_000 };

/** A document for which two versions of a pack differ, found by the search that challenges proofs. */
export function findDifference(before: LinkedPacks, after: LinkedPacks, pack: string, seed: number): JsonObject | null {
  const [left, right] = [evaluatorOf(before, { pack }), evaluatorOf(after, { pack })];
  const differ = (document: JsonObject) => compareResults(left(document), right(document), vllm.alias).length > 0;
  return challenge(aimedDocuments([before, after], new Set([pack]), seed), differ, limits);
}
