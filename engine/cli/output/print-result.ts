import type { Alias } from "../../common/engine-adapter.js";
import type { JsonObject } from "../../common/json.js";
import type { JsonScan } from "../../common/scan-json.js";
import { resultToJson } from "../../compiler/result-to-json.js";
import type { Result } from "../../generated/result.js";

/** A document, and the text that it was parsed from. */
export interface ReadDocument {
  readonly document: JsonObject;
  readonly text: string;
  /** The scan with offsets into the text; null if they do not correspond. */
  readonly scan: Pick<JsonScan, "isCanonical" | "entries"> | null;
}

/**
 * Serializes a result like JSON.stringify. Most of a document is unchanged, so if its text is canonical, the parts that
 * no rule has changed are copied from it.
 */
export function printResult(result: Result, read: ReadDocument, alias: Alias | null): string {
  const shown = resultToJson(read.document, result, alias);
  const { document, changes, logs } = shown;
  if (read.scan === null || !read.scan.isCanonical || document === null || "trace" in result)
    return JSON.stringify(shown);
  const after = document as unknown as JsonObject;
  const printed = after === read.document ? read.text : printDocument(after, read, read.scan.entries);
  return `{"ok":true,"document":${printed},"changes":${printList(changes)},"logs":${printList(logs)},"error":null}`;
}

function printList(list: readonly unknown[]): string {
  return list.length === 0 ? "[]" : JSON.stringify(list);
}

function printDocument(
  after: JsonObject,
  { document: before, text }: ReadDocument,
  entries: readonly number[],
): string {
  const known = Object.keys(before);
  let printed = "";
  let index = 0;
  for (const key of Object.keys(after)) {
    if (known[index] !== key) index = known.indexOf(key);
    const value = after[key];
    const entry =
      index >= 0 && value === before[key]
        ? text.slice(entries[2 * index], entries[2 * index + 1])
        : `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    printed += printed === "" ? entry : `,${entry}`;
    index++;
  }
  return `{${printed}}`;
}
