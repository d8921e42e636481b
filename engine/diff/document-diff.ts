import { structuredPatch } from "diff";
import type { JsonObject } from "../common/json.js";
import type { Effect } from "./differed.js";

/** A line of a document's JSON text: in both versions, or in one. `gap` stands for lines that are left out. */
export interface DiffLine {
  readonly kind: "both" | "before" | "after" | "gap";
  readonly text: string;
}

/** Unchanged lines shown around each change. */
const context = 3;

const kinds: Readonly<Record<string, DiffLine["kind"]>> = { " ": "both", "-": "before", "+": "after" };

/**
 * Compares the documents that both versions make of a witness, line by line; empty if they are equal, or if a version
 * fails and so makes none.
 */
export function documentDiff({ results: { before, after } }: Effect): readonly DiffLine[] {
  if (before === null || after === null) return [];
  const { hunks } = structuredPatch("", "", textOf(before), textOf(after), "", "", { context });
  return hunks.flatMap(({ lines }, index) => [
    ...(index === 0 ? [] : [{ kind: "gap", text: "…" } as const]),
    ...lines.flatMap((line) => {
      const kind = kinds[line.charAt(0)];
      return kind === undefined ? [] : [{ kind, text: line.slice(1) }];
    }),
  ]);
}

function textOf(document: JsonObject): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
