import { deepCopy } from "../../common/deep-copy.js";
import type { Json, MaybeJson } from "../../common/json.js";
import { compileCondition, type Test } from "../../language/conditions/conditions.js";
import type { ComparisonNode, ConditionNode } from "../../language/node.js";
import type { Operators } from "../../language/conditions/operators.js";
import { readPath, type Path } from "../../common/path.js";
import { itemAt } from "../../common/must.js";
import { valueReads } from "../../language/value-reads.js";
import { place, type Draft } from "./draft.js";
import { constantsOf, type Field } from "./fields.js";
import type { Random } from "./random.js";
import { fits, valuesNear } from "./values-near.js";

/** Number of values tried for a comparison. */
const attempts = 8;

/** Limit of a string or array that grows. */
const longest = 200;

/** Modifies a draft so that conditions hold, or do not hold. */
export class GoalReacher {
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #random: Random;
  readonly #known = new Map<
    ComparisonNode,
    {
      readonly test: Test;
      readonly choices: readonly (readonly [Field, readonly Json[]])[];
      /** Its two fields, if it compares one with another. */
      readonly sides: readonly Field[];
    }
  >();

  constructor(fields: ReadonlyMap<string, Field>, random: Random) {
    this.#fields = fields;
    this.#random = random;
  }

  reach(draft: Draft, condition: ConditionNode, wanted: boolean, operators: Operators): void {
    switch (condition.kind) {
      case "all":
      case "any": {
        if (condition.of.length === 0) return;
        const needsEach = (condition.kind === "all") === wanted;
        const parts = needsEach ? condition.of : [this.#random.pick(condition.of)];
        for (const part of parts) this.reach(draft, part, wanted, operators);
        return;
      }
      case "not":
        return this.reach(draft, condition.of, !wanted, operators);
      case "named":
        return this.reach(draft, condition.of, wanted, operators);
      case "comparison":
        return this.#settle(draft, condition, wanted, operators);
    }
  }

  #settle(draft: Draft, comparison: ComparisonNode, wanted: boolean, operators: Operators): void {
    const known = this.#known.get(comparison) ?? this.#prepare(comparison, operators);
    this.#known.set(comparison, known);
    const { test, choices, sides } = known;
    const random = this.#random;
    for (let attempt = 0; attempt < attempts && choices.length > 0; attempt++) {
      if (holds(test, draft) === wanted) return;
      const [field, hints] = random.pick(choices);
      if (sides.length === 2 && random.chance(0.5)) {
        copySide(draft, sides, random);
        continue;
      }
      const from =
        hints.length > 0 && random.chance(0.7)
          ? hints
          : random.chance(0.5) && field.known.length > 0
            ? field.known
            : field.wide;
      const isAbsent = from.length === 0 || random.chance(0.1);
      const value = isAbsent ? undefined : this.#beside(draft, field, deepCopy(random.pick(from)));
      place(draft, field.path, value, random.chance(0.8));
    }
  }

  /** The value, or a string or array with it appended: that also contains what another comparison looks for. */
  #beside(draft: Draft, field: Field, value: Json): Json {
    const before = readPath(draft, field.path);
    if (!this.#random.chance(0.3)) return value;
    const both = appended(before, value);
    return both !== null && both.length <= longest && fits(field.domain, both) ? both : value;
  }

  #prepare(comparison: ComparisonNode, operators: Operators) {
    const { fact, value } = comparison;
    const paths = [fact, value].flatMap(valueReads);
    const at = (path: Path) => this.#fields.get(path.join(".")) ?? [];
    const fields = paths.flatMap(at);
    const hints = [fact, value].flatMap(constantsOf).flatMap(valuesNear);
    return {
      test: compileCondition(comparison, operators),
      sides: [fact, value].flatMap((node) => (node.kind === "path" ? at(node.path) : [])),
      choices: fields.map((field) => [field, hints.filter((hint) => fits(field.domain, hint))] as const),
    };
  }
}

/** Gives one field the value of the other. */
function copySide(draft: Draft, sides: readonly Field[], random: Random): void {
  const from = random.below(2);
  const to = itemAt(sides, 1 - from);
  const value = readPath(draft, itemAt(sides, from).path);
  if (value !== undefined && fits(to.domain, value)) place(draft, to.path, deepCopy(value), false);
}

function appended(before: MaybeJson, value: Json): string | readonly Json[] | null {
  if (typeof before === "string" && typeof value === "string") return `${before}${value}`;
  return Array.isArray(before) ? [...(before as readonly Json[]), ...[value].flat()] : null;
}

/** Null if the comparison fails. */
function holds(test: Test, draft: Draft): boolean | null {
  try {
    return test(draft, null);
  } catch {
    return null;
  }
}
