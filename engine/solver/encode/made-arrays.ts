import type { MaybeJson } from "../../common/json.js";
import { itemAt } from "../../common/must.js";
import type { ItemKind } from "../../language/expression/runtime/arrays.js";
import type { Tag, Value } from "../term.js";
import type { Terms } from "../terms.js";
import { either, is } from "./values.js";

/** What gives an array its items: one value, or, if `isSpread`, each item of it where it is an array. */
export interface Source {
  readonly value: Value;
  readonly isSpread: boolean;
}

/** What is known of an array that an expression makes. */
export interface Made {
  readonly sources: readonly Source[];
  /** Whether it has every item of its sources, rather than each different one once. */
  readonly isWhole: boolean;
}

const constructor = "array ";
const arrays: ReadonlySet<Tag> = new Set(["array"]);

/** The array that a constructor makes. */
export function constructed(
  terms: Terms,
  kinds: readonly ItemKind[],
  members: readonly Value[],
  run: (values: readonly MaybeJson[]) => MaybeJson,
): Value {
  return terms.unknown(`${constructor}${kinds.join()}`, members, arrays, run);
}

/** How a function makes an array of arrays. */
interface Maker {
  readonly isWhole: boolean;
  /** The result, where `made` is the array. */
  result(terms: Terms, args: readonly Value[], made: Value): Value;
}

const sameUnlessArray = (terms: Terms, [of]: readonly Value[], made: Value): Value =>
  of === undefined ? made : either(terms, is(terms, "array", of), made, of);

const absentIfAbsent = (terms: Terms, [of]: readonly Value[], made: Value): Value =>
  of === undefined ? made : either(terms, is(terms, "absent", of), of, made);

const makers: ReadonlyMap<string, Maker> = new Map([
  [
    "append 2",
    {
      isWhole: true,
      result: (terms: Terms, args: readonly Value[], made: Value) => {
        const [left, right] = [itemAt(args, 0), itemAt(args, 1)];
        return either(terms, is(terms, "absent", left), right, either(terms, is(terms, "absent", right), left, made));
      },
    },
  ],
  ["distinct 1", { isWhole: false, result: sameUnlessArray }],
  ["reverse 1", { isWhole: true, result: absentIfAbsent }],
  ["sort 1", { isWhole: true, result: absentIfAbsent }],
]);

const call = "call ";

/** The result of a function of values. One that makes an array of its arguments' items is known to have these. */
export function calledWith(
  terms: Terms,
  name: string,
  args: readonly Value[],
  kinds: ReadonlySet<Tag>,
  run: (values: readonly MaybeJson[]) => MaybeJson,
): Value {
  const maker = makers.get(name);
  if (maker === undefined) return terms.unknown(`${call}${name}`, args, kinds, run);
  // Where the result is no array, this term stands for nothing, but has to be one.
  const made = terms.unknown(`${call}${name}`, args, arrays, (values) => {
    const result = run(values);
    return Array.isArray(result) ? result : [];
  });
  return maker.result(terms, args, made);
}

/** What is known of a term that one of these made; null for any other. */
export function madeOf(value: Value): Made | null {
  if (value.kind !== "unknown") return null;
  if (value.name.startsWith(constructor)) {
    const kinds = value.name.slice(constructor.length).split(",");
    return {
      sources: value.inputs.map((input, index) => ({ value: input, isSpread: kinds[index] === "spread" })),
      isWhole: true,
    };
  }
  const maker = value.name.startsWith(call) ? makers.get(value.name.slice(call.length)) : undefined;
  return maker === undefined
    ? null
    : { sources: value.inputs.map((input) => ({ value: input, isSpread: true })), isWhole: maker.isWhole };
}
