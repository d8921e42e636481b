import { withSortedKeys } from "../../../common/key-order.js";
import { ExpressionError } from "../expression-error.js";
import { checkedString, checkedStringLength, MAX_STRING } from "./budget.js";
import { isList, unwrap, type Value } from "./sequence.js";

/** Converts a value to a string: strings unchanged, the rest as JSON with sorted keys and 15 significant digits. */
export function string(value: Value, pretty?: Value): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  let left = MAX_STRING;
  const text = JSON.stringify(
    isList(value) ? unwrap(value) : value,
    (key, entry: unknown) => {
      left -= key.length + (typeof entry === "string" ? entry.length : 1);
      if (left < 0) checkedStringLength(MAX_STRING + 1);
      if (typeof entry === "number") return rounded(entry);
      return typeof entry === "object" && entry !== null && !Array.isArray(entry) ? withSortedKeys(entry) : entry;
    },
    pretty === true ? 2 : 0,
  );
  return checkedString(text);
}

/** `&`: absent is the empty string. */
export function concat(left: Value, right: Value): string {
  return checkedString((string(left) ?? "") + (string(right) ?? ""));
}

function rounded(value: number): number {
  if (!Number.isFinite(value)) throw new ExpressionError("D1001", "a number is out of range", "limit");
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}
