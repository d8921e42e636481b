import type { Pack } from "../../engine/index.js";

/** A small change to a pack. */
export interface Edit {
  readonly kind: "operator" | "constant" | "write" | "part" | "action" | "swapped actions" | "rule" | "swapped rules";
  readonly place: string;
  change(pack: any): void;
}

const otherOperator: Readonly<Record<string, string>> = {
  equal: "notEqual",
  notEqual: "equal",
  in: "notIn",
  greaterThan: "greaterThanInclusive",
  greaterThanInclusive: "greaterThan",
  lessThan: "lessThanInclusive",
  lessThanInclusive: "lessThan",
  isSet: "isPresent",
  isPresent: "isSet",
};

type Keys = readonly (string | number)[];
const at = (root: any, keys: Keys): any => keys.reduce((value, key) => value[key], root);

/** Every comparison changed, every value written, every part, action and rule left out, neighbors swapped. */
export function editsOf(pack: Pack): readonly Edit[] {
  const edits: Edit[] = [];
  const add = (kind: Edit["kind"], keys: Keys, change: (value: any) => void) =>
    edits.push({ kind, place: keys.join("/"), change: (copy) => change(at(copy, keys)) });
  const visit = (value: any, keys: Keys): void => {
    if (typeof value !== "object" || value === null) return;
    const { operator, value: constant } = value;
    if (operator in otherOperator) add("operator", keys, (copy) => (copy.operator = otherOperator[operator]));
    if (typeof constant !== "object" && constant !== undefined)
      add(operator === undefined ? "write" : "constant", keys, (copy) => (copy.value = changed(constant)));
    for (const name of ["all", "any"]) {
      for (const index of Array.isArray(value[name]) ? value[name].keys() : [])
        add("part", [...keys, name], (list) => list.splice(index, 1));
    }
    if (Array.isArray(value.then) && value.then.length > 1)
      addOrder("action", "swapped actions", [...keys, "then"], value.then.length);
    for (const [key, inner] of Object.entries(value)) visit(inner, [...keys, Array.isArray(value) ? Number(key) : key]);
  };
  const addOrder = (without: Edit["kind"], swapped: Edit["kind"], keys: Keys, length: number) => {
    for (let index = 0; index < length; index++) {
      add(without, keys, (list) => list.splice(index, 1));
      if (index > 0) add(swapped, keys, (list) => ([list[index - 1], list[index]] = [list[index], list[index - 1]]));
    }
  };
  visit(pack.rules, ["rules"]);
  if (pack.rules.length > 1) addOrder("rule", "swapped rules", ["rules"], pack.rules.length);
  return edits;
}

function changed(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  return typeof value === "boolean" ? !value : "other";
}
