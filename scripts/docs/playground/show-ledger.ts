// Shows the ledger as a timeline: the packs in the order in which they wrote, each with its writes.
import { count } from "../../../engine/common/count.js";
import type { Change, Result } from "../../../engine/generated/result.js";
import { dim, element, show } from "./dom.js";
import { changeLine, type Ask } from "./show-deployment.js";

interface Step {
  readonly pack: string;
  /** The number of the first write, from 1. */
  readonly first: number;
  readonly changes: readonly Change[];
}

export function showLedger({ changes }: Result, ask: Ask): void {
  const steps = stepsOf(changes);
  const items = steps.map(({ pack, first, changes: own }) => {
    const numbers = own.length === 1 ? `${first}` : `${first}–${first + own.length - 1}`;
    const summary = element("summary", {}, `${pack} `, dim(`${count(own.length, "write")}, ${numbers}`));
    const writes = own.map((change) =>
      element("li", {}, dim(change.rule.slice(pack.length + 1)), changeLine(change, ask)),
    );
    const list = element("ol", { start: String(first) }, ...writes);
    return element("li", {}, element("details", pack.startsWith("core/") ? {} : { open: "" }, summary, list));
  });
  show(
    "ledger",
    element("p", { class: "dim" }, `${count(changes.length, "write")} by ${count(steps.length, "pack")}, in order.`),
    element("ol", { class: "timeline" }, ...items),
  );
}

/** Groups writes of one pack that follow each other. */
function stepsOf(changes: readonly Change[]): readonly Step[] {
  const steps: { pack: string; first: number; changes: Change[] }[] = [];
  for (const [index, change] of changes.entries()) {
    const pack = change.rule.slice(0, change.rule.lastIndexOf("/"));
    const last = steps.at(-1);
    if (last?.pack === pack) last.changes.push(change);
    else steps.push({ pack, first: index + 1, changes: [change] });
  }
  return steps;
}
