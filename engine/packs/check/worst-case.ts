import type { Diagnostic } from "../../common/diagnostic.js";
import { fromRecord } from "../../common/must.js";
import { pointer } from "../../common/path.js";
import type { Condition, Pack } from "../../generated/pack.js";
import { finding } from "./finding.js";
import type { Read } from "../read-packs.js";

/**
 * Maximum number of steps of one evaluation of a pack: rules, actions and parts of conditions, each counted as often as
 * it runs if everything runs, including included packs and named conditions.
 */
export const mostSteps = 1_000_000;
/** Maximum number of steps of all stages of a set. */
export const mostStepsOfSet = 10_000_000;
/** Maximum nesting of conditions, including named ones, and of includes. */
const deepestCondition = 1000;
export const deepestInclude = 100;

interface Size {
  readonly steps: number;
  readonly depth: number;
}

const endless: Size = { steps: Infinity, depth: Infinity };

/** Computes the worst-case steps of a pack alone, at any target, and a finding if they exceed the limit. */
export function worstCase(read: Read<Pack>): { readonly steps: number; readonly fault: Diagnostic | null } {
  const { conditions = {}, rules } = read.content;
  const measure = measureConditions(conditions);
  const fault = (at: string, { depth }: Size) => {
    const [message, hint] =
      depth > deepestCondition
        ? [
            `conditions are nested more than ${deepestCondition} deep, including named conditions`,
            "use fewer levels of named conditions",
          ]
        : [
            `a run would take more than ${count(mostSteps)} steps, counting a condition each time it is used`,
            "use conditions that repeat others less often, or split the pack",
          ];
    return { steps: Infinity, fault: finding(read, "too-many-steps", at, message, hint) };
  };
  for (const [name, condition] of Object.entries(conditions)) {
    const size = measure(condition, 0);
    if (size.steps > mostSteps || size.depth > deepestCondition) return fault(pointer(["conditions", name]), size);
  }
  let steps = 0;
  for (const [index, { when, then }] of rules.entries()) {
    const size = when === undefined ? { steps: 0, depth: 0 } : measure(when, 0);
    steps += 1 + then.length + size.steps;
    if (steps > mostSteps || size.depth > deepestCondition)
      return fault(`/rules/${index}${when === undefined ? "" : "/when"}`, size);
  }
  return { steps, fault: null };
}

/** Measures conditions, including named ones. Cycles of names are reported elsewhere. */
function measureConditions(named: NonNullable<Pack["conditions"]>): (condition: Condition, level: number) => Size {
  const known = new Map<string, Size>();
  const measureNamed = (name: string, level: number): Size => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (!Object.hasOwn(named, name)) return { steps: 0, depth: 0 };
    known.set(name, { steps: 0, depth: 0 });
    const size = measure(fromRecord(named, name), level);
    known.set(name, size);
    return size;
  };
  const measure = (condition: Condition, level: number): Size => {
    if (level > deepestCondition) return endless;
    if ("all" in condition || "any" in condition) {
      let [steps, depth] = [1, 0];
      for (const part of "all" in condition ? condition.all : condition.any) {
        const size = measure(part, level + 1);
        steps += size.steps;
        depth = Math.max(depth, size.depth);
      }
      return { steps, depth: depth + 1 };
    }
    if ("fact" in condition) return { steps: 1, depth: 1 };
    const { steps, depth } =
      "not" in condition ? measure(condition.not, level + 1) : measureNamed(condition.condition, level + 1);
    return { steps: steps + 1, depth: depth + 1 };
  };
  return measure;
}

export function count(number: number): string {
  return number.toLocaleString("en-US");
}
