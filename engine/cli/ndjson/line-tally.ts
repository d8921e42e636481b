import { escapeControls } from "../../common/printable.js";
import { pointerKeys } from "../../common/path.js";

/** Totals of a run over many lines. */
export interface LineTally {
  documents: number;
  changed: number;
  failed: number;
  unreadable: number;
  blank: number;
  /** Number of occurrences of each unknown field, by JSON Pointer. */
  readonly unknownFields: Map<string, number>;
  /** Number of fields that were not counted because there were too many different ones. */
  uncounted: number;
}

/** Field names come from the documents: keep no more than are useful to show. */
const mostFields = 100;
const shownFields = 5;

export function startTally(): LineTally {
  return { documents: 0, changed: 0, failed: 0, unreadable: 0, blank: 0, unknownFields: new Map(), uncounted: 0 };
}

/** Counts an unknown field. */
export function countField(tally: LineTally, path: string, times = 1): void {
  const { unknownFields } = tally;
  const count = unknownFields.get(path);
  if (count !== undefined || unknownFields.size < mostFields) unknownFields.set(path, (count ?? 0) + times);
  else tally.uncounted += times;
}

/** Adds the totals of some of the lines. */
export function addTally(tally: LineTally, part: LineTally): void {
  for (const key of ["documents", "changed", "failed", "unreadable", "blank", "uncounted"] as const)
    tally[key] += part[key];
  for (const [path, times] of part.unknownFields) countField(tally, path, times);
}

/** Renders the totals as lines. */
export function summaryOf(tally: LineTally): readonly string[] {
  const { documents, changed, failed, unreadable, blank, unknownFields } = tally;
  const count = (number: number, what: string) => `${number.toLocaleString("en-US")} ${what}`;
  const parts = [
    count(documents, documents === 1 ? "document" : "documents"),
    count(changed, "changed"),
    count(failed, "failed"),
    count(unreadable, "unreadable"),
  ];
  const blankLines = blank === 0 ? [] : [count(blank, blank === 1 ? "blank line skipped" : "blank lines skipped")];
  const fields = [...unknownFields].sort(([, left], [, right]) => right - left);
  const shown = fields
    .slice(0, shownFields)
    .map(([path, times]) => `${escapeControls(pointerKeys(path).join(".").slice(0, 80))} (${times}×)`);
  const more = fields.length > shownFields || tally.uncounted > 0 ? ", …" : "";
  return [
    [...parts, ...blankLines].join(", "),
    ...(shown.length === 0 ? [] : [`fields that are not in the schema: ${shown.join(", ")}${more}`]),
  ];
}
