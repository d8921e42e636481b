import type { Json, MaybeJson } from "../../common/json.js";
import { fits, type Fields } from "../../language/fields.js";
import type { ComparisonNode, ValueNode } from "../../language/node.js";
import { keyOf, pathOf } from "../../language/walk.js";

/**
 * Computes representative values for each fact of some comparisons: if any value satisfies them, a representative does.
 */
export function domainsOf(
  comparisons: readonly ComparisonNode[],
  fields: Fields,
): ReadonlyMap<string, readonly MaybeJson[]> {
  const candidates = candidatesFor(comparisons);
  const domain = (node: ValueNode): readonly MaybeJson[] => {
    const path = pathOf(node);
    const found = path === null ? null : fields.find(path);
    if (found?.kind !== "known" || found.field.types.length === 0) return candidates;
    const { values } = found.field;
    if (values !== null) return [undefined, null, ...values];
    return candidates.filter((value) => value === undefined || fits(value, found.field));
  };
  const nodes = comparisons.flatMap(({ fact, value }) => (value.kind === "constant" ? [fact] : [fact, value]));
  return new Map(nodes.map((node) => [keyOf(node), domain(node)]));
}

/** Candidates: the constants, their neighbors, lists of the constants, an object, and a value different from all. */
function candidatesFor(comparisons: readonly ComparisonNode[]): readonly MaybeJson[] {
  const constants = [
    ...new Set(
      comparisons.flatMap(({ value, operator }) =>
        value.kind !== "constant" || operator === "isSet" || operator === "isPresent"
          ? []
          : ([value.value].flat() as Json[]),
      ),
    ),
  ];
  // A chain of facts, each greater than the next, needs as many values beyond a constant as its length.
  const reach = comparisons.filter(({ value }) => value.kind !== "constant").length + 1;
  const steps = Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach);
  const numbers = [0, ...constants.filter((value) => typeof value === "number")];
  const others = Array.from({ length: reach }, (_, index) => `another value ${index}`);
  return [
    undefined,
    ...new Set<MaybeJson>([
      null,
      true,
      false,
      "",
      ...others,
      ...constants,
      ...numbers.flatMap((value) => [...steps.map((step) => value + step), value + 0.5]),
    ]),
    ...subsets(constants),
    {},
  ];
}

/** Above this number of constants there are too many candidate lists. */
const mostListed = 6;

function subsets(values: readonly Json[]): readonly (readonly Json[])[] {
  if (values.length > mostListed) return [[], values, ...values.map((value) => [value])];
  return values.reduce<readonly (readonly Json[])[]>(
    (lists, value) => [...lists, ...lists.map((list) => [...list, value])],
    [[]],
  );
}
