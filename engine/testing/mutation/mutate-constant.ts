import type { Json } from "../../common/json.js";
import { isObject } from "../../common/json.js";
import { itemAt } from "../../common/must.js";
import type { Field } from "../../language/fields.js";
import { replaceAt, type Mutation } from "./mutant.js";

/** Replaces a constant; the value of an enum field becomes the next of its values. */
export function mutateConstant(value: Json, field: Field | null): Mutation<Json>[] {
  return othersThan(value, field).map((part) => ({
    kind: "constant",
    at: "",
    text: `${JSON.stringify(value)} becomes ${JSON.stringify(part)}`,
    part,
  }));
}

function othersThan(value: Json, field: Field | null): readonly Json[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value - 1, value + 1];
  if (typeof value === "string") return [otherText(value, field)];
  if (value === null) return field?.values?.slice(0, 1) ?? [field?.types.includes("boolean") === true ? false : 0];
  if (Array.isArray(value)) return value.map((_, index) => replaceAt(value as Json[], index, undefined));
  return isObject(value) ? [{}] : [];
}

function otherText(text: string, field: Field | null): Json {
  const values = field?.values ?? [];
  return values.length > 1 ? itemAt(values, (values.indexOf(text) + 1) % values.length) : `${text}?`;
}
