import { count } from "../common/count.js";
import type { TestedPack } from "../testing/tested.js";

/** Renders `25 of 27 mutants caught`, or nothing if mutation was not requested. */
export function mutantsText({ mutants }: TestedPack): string {
  if (mutants === undefined) return "";
  const { caught, equivalent, missed } = mutants;
  return `, ${caught} of ${count(caught + missed.length, "mutant")} caught${equivalent === 0 ? "" : ` (${equivalent} more are equivalent)`}`;
}
