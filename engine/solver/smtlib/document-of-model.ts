import type { Alias } from "../../common/engine-adapter.js";
import type { Json, JsonObject } from "../../common/json.js";
import { parseExpression, readNumber, readText, type Expression } from "./sexpr.js";
import { shareIt } from "../encode/sharing.js";
import type { Question } from "./smt.js";
import type { FieldTerm } from "../term.js";

/** A model with a longer array does not represent a document. */
const longestArray = 1000;

type Enter = (key: string, value: unknown) => void;

/** Builds the document that a model of a question describes; `values` are its constants as the solver prints them. */
export function documentOfModel(
  { fields, slots, filled, strings }: Question,
  values: ReadonlyMap<string, string>,
  alias: Alias | null,
): JsonObject {
  const document: Record<string, unknown> = {};
  const inside = new Map<FieldTerm, Enter>();
  const objects: (readonly [FieldTerm, Record<string, unknown>])[] = [];
  let share = "none";
  const read = readerOf(strings, values);
  for (const field of fields) {
    const value = read(`f${field.id}`);
    if (field.via === "sharing") share = typeof value === "string" ? value : "none";
    else if (field.of === null) inside.set(field, (key, inner) => (document[key] = inner));
    else if (value !== undefined) {
      inside.get(field.of)?.(field.key, value);
      if (Array.isArray(value)) {
        const length = Number(readNumber(parseExpression(values.get(`f${field.id}len`) ?? "0")));
        const shown = Math.min(length, slots.get(field) ?? 0);
        for (let index = 0; index < shown; index++) value.push(read(`f${field.id}i${index}`) ?? null);
        // The first item represents all items that the question does not distinguish.
        while (value.length > 0 && value.length < Math.min(length, longestArray)) value.push(structuredClone(value[0]));
        inside.set(field, (key, inner) => intoItem(value, key, inner));
      } else if (typeof value === "object" && value !== null) {
        const object = value as Record<string, unknown>;
        objects.push([field, object]);
        inside.set(field, (key, inner) => (object[key] = inner));
      }
    }
  }
  for (const [field, object] of objects) {
    if (Object.keys(object).length === 0 && values.get(filled.get(field) ?? "") === "true") object.other = null;
  }
  shareIt(document as JsonObject, alias, share);
  return document as JsonObject;
}

/** Puts a value that JSONata finds in the items into one of them. */
function intoItem(list: unknown[], key: string, value: unknown): void {
  let item = list.find((entry) => typeof entry === "object" && entry !== null && !Array.isArray(entry)) as
    | Record<string, unknown>
    | undefined;
  if (item === undefined) list.push((item = {}));
  item[key] = value;
}

function readerOf(strings: readonly string[], values: ReadonlyMap<string, string>) {
  const texts = new Map<number, string>();
  const textOf = (code: number, name: string): string => {
    const text = strings[code] ?? texts.get(code) ?? newText(name, values, [...strings, ...texts.values()]);
    texts.set(code, text);
    return text;
  };
  return (name: string): Json | unknown[] | Record<string, unknown> | undefined => {
    const expression: Expression = parseExpression(values.get(name) ?? "absent");
    if (typeof expression === "string") return expression === "null" ? null : undefined;
    const [tag, of] = expression as [string, Expression];
    if (tag === "boolean") return of === "true";
    if (tag === "number") return readNumber(of);
    if (tag === "string") return readText(of) ?? textOf(readNumber(of), name);
    return tag === "array" ? [] : {};
  };
}

/** Creates an unused string whose numeric value is that in the model. */
function newText(name: string, values: ReadonlyMap<string, string>, taken: readonly string[]): string {
  const flag = (what: string) => values.get(`${name}${what}`);
  const number = readNumber(parseExpression(flag("number") ?? "0"));
  const candidates = (round: number): string => {
    if (flag("numeric") === "true" && flag("nan") === "true") return `0${"x".repeat(round + 1)}`;
    if (flag("numeric") === "true")
      return String(number) + (round === 0 ? "" : `${Number.isInteger(number) ? "." : ""}${"0".repeat(round)}`);
    if (flag("nan") === "false") return " ".repeat(round + 1);
    return round === 0 ? "other" : `other-${round + 1}`;
  };
  for (let round = 0; ; round++) if (!taken.includes(candidates(round))) return candidates(round);
}
