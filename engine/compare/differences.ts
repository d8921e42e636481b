import { isObject, type Json, type JsonObject } from "../common/json.js";
import type { Path } from "../common/path.js";
import type { ServerReader } from "../serving/server-reader.js";

/** A field whose value on a server differs from the prediction. */
export interface FieldDifference {
  readonly path: string;
  /** Omitted if the document has no such field. */
  readonly predicted?: Json;
  readonly reported: Json;
}

export interface FieldComparison {
  readonly differences: readonly FieldDifference[];
  /** Number of compared fields that are equal. */
  readonly same: number;
  /** Fields of the server that the release's documents do not have. */
  readonly unknown: readonly string[];
}

/** Compares each field that a server states with a document. */
export function compareFields(
  document: JsonObject,
  reported: JsonObject,
  { isCompared, comparable }: Pick<ServerReader, "isCompared" | "comparable">,
): FieldComparison {
  const differences: FieldDifference[] = [];
  const unknown: string[] = [];
  let same = 0;
  const visit = (stated: Json, predicted: Json | undefined, path: Path): void => {
    if (path.length > 0 && !isCompared(path)) return;
    const name = path.join(".");
    if (predicted === undefined && path.length > 0) {
      if (comparable(name, stated) !== null) unknown.push(name);
      return;
    }
    if (isObject(stated) && isObject(predicted)) {
      for (const [key, value] of Object.entries(stated)) visit(value, own(predicted, key), [...path, key]);
      return;
    }
    if (comparable(name, stated) === comparable(name, predicted)) same++;
    else differences.push({ path: name, ...(predicted === undefined ? {} : { predicted }), reported: stated });
  };
  visit(reported, document, []);
  return { differences, same, unknown };
}

function own(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
