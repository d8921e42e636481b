import { charge } from "../expression/runtime/budget.js";

export type OrderSign = "<" | "<=" | ">" | ">=";

/** json-rules-engine's ordering: JavaScript's, of a fact from whose start a number can be read; false of any other fact. */
export function orders(fact: unknown, sign: OrderSign, value: unknown): boolean {
  const left = plain(fact);
  if (typeof left !== "number" && Number.isNaN(Number.parseFloat(left as string))) return false;
  const right = plain(value);
  switch (sign) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

/** What the operators `<` and `>` compare: null and undefined as well, which TypeScript does not take for operands. */
type Plain = boolean | number | bigint | string;

/**
 * What JavaScript compares in place of a structure: its text. It is worked out here, since JavaScript would call what
 * stands under `toString` and `valueOf`, which in a document are keys like any others.
 */
function plain(value: unknown): Plain {
  if (typeof value === "symbol" || typeof value === "function") return undefined as unknown as Plain;
  return typeof value === "object" && value !== null ? textOf(value) : (value as Plain);
}

/** The text of an object says nothing of it; that of an array joins those of its items, where nothing stands for what is null. */
function textOf(value: object): string {
  if (!Array.isArray(value)) return "[object Object]";
  charge(value.length);
  return value.map((item: unknown) => (item === null ? "" : String(plain(item) ?? ""))).join();
}
