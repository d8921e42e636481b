import { lastOf } from "../../../engine/common/must.js";
import type { Action, Condition, Pack } from "../../../engine/generated/pack.js";

type Rule = Pack["rules"][number];
type Shape = (size: number) => { readonly packs: readonly Pack[]; readonly edited: readonly Pack[] };

const hf = "model_config.hf_config";
const equal = (fact: string, value: string | number | boolean): Condition => ({ fact, operator: "equal", value });
const above = (fact: string, value: number): Condition => ({ fact, operator: "greaterThan", value });
const set = (path: string, value: string | number | boolean): Action => ({ set: path, value });
const rule = (index: number, when: Condition | null, ...then: readonly Action[]): Rule =>
  ({ id: `rule-${index}`, ...(when === null ? {} : { when }), then: [...then] }) as unknown as Rule;
const packOf = (name: string, rules: readonly Rule[], rest: Partial<Pack> = {}): Pack =>
  ({ pack: `bench/${name}`, hook: "vllm_config", ...rest, rules: [...rules] }) as Pack;
const range = (size: number): readonly number[] => Array.from({ length: size }, (_, index) => index);

/** A generated pack, and an edit in which the second to last rule writes another value. */
function ofRules(make: (index: number, size: number, written: number) => Rule): Shape {
  return (size) => {
    const rules = (last: number) =>
      range(size).map((index) => make(index, size, index === Math.max(size - 2, 0) ? last : index));
    return { packs: [packOf("main", rules(size))], edited: [packOf("main", rules(size + 1))] };
  };
}

const nested = (depth: number, inner: Condition): Condition =>
  depth === 0 ? inner : { not: nested(depth - 1, inner) };

/** Generates packs of a given number of rules, by how these depend on each other; each with an edit. */
export const shapes: Readonly<Record<string, Shape>> = {
  /** Each rule reads and writes fields of its own. */
  independent: ofRules((index, _, written) =>
    rule(index, above(`${hf}.a${index}`, 4), set(`${hf}.b${index}`, written)),
  ),
  /** Each rule reads what the previous one wrote. */
  chain: ofRules((index, _, written) =>
    rule(index, equal(`${hf}.a${index}`, index), set(`${hf}.a${index + 1}`, written + 1)),
  ),
  /** All rules read and write the same four fields. */
  dense: ofRules((index, _, written) =>
    rule(index, above(`${hf}.a${index % 4}`, index), set(`${hf}.a${(index + 1) % 4}`, written)),
  ),
  /** Conditions with many `not`, on fields that other rules write. */
  not: ofRules((index, _, written) =>
    rule(index, nested(12, equal(`${hf}.a${index % 10}`, index)), set(`${hf}.a${(index + 1) % 10}`, written)),
  ),
  /** One rule with a condition as wide as the pack is long. */
  wide: (size) => {
    const of = (last: number) => [
      rule(0, { all: range(size).map((index) => above(`${hf}.a${index}`, index)) }, set(`${hf}.all`, true)),
      rule(1, { any: range(size).map((index) => equal(`${hf}.a${index}`, index)) }, set(`${hf}.any`, last)),
    ];
    return { packs: [packOf("main", of(1))], edited: [packOf("main", of(2))] };
  },
  /** Rules that log, each under another condition. */
  logs: ofRules((index, _, written) =>
    rule(index, above(`${hf}.a${index}`, written), {
      log: "info",
      code: `code-${index}`,
      message: "it is {" + `${hf}.a${index}` + "}",
    } as Action),
  ),
  /** Rules that fail, each under another condition. */
  failures: ofRules((index, _, written) =>
    rule(index, equal(`${hf}.a${index}`, written), { fail: `code-${index}`, kind: "value", message: "no" } as Action),
  ),
  /** A pack that includes this number of packs with one rule each. */
  includes: (size) => {
    const parts = range(size).map((index) =>
      packOf(`part-${index}`, [rule(0, above(`${hf}.a${index}`, 4), set(`${hf}.b${index}`, index))], {
        match: { architectures: ["NeverForCausalLM"] },
      } as Partial<Pack>),
    );
    const main = (last: number) =>
      packOf("main", [
        ...range(size).map((index) => rule(index, null, { include: `bench/part-${index}` } as Action)),
        rule(size, null, set(`${hf}.last`, last)),
      ]);
    return { packs: [main(1), ...parts], edited: [main(2), ...parts] };
  },
  /** Named conditions, each shared by two rules. */
  named: (size) => {
    const conditions = Object.fromEntries(range(size).map((index) => [`c${index}`, above(`${hf}.a${index}`, index)]));
    const rules = (last: number) =>
      range(size).map((index) =>
        rule(
          index,
          { all: [{ condition: `c${index}` }, { condition: `c${(index + 1) % size}` }] } as Condition,
          set(`${hf}.b${index}`, index === size - 1 ? last : index),
        ),
      );
    return {
      packs: [packOf("main", rules(0), { conditions } as Partial<Pack>)],
      edited: [packOf("main", rules(-1), { conditions } as Partial<Pack>)],
    };
  },
  /** Rules of which the last moves to the front in the edit. */
  moved: (size) => {
    const rules = range(size).map((index) => rule(index, above(`${hf}.a${index}`, 4), set(`${hf}.b${index}`, index)));
    return { packs: [packOf("main", rules)], edited: [packOf("main", [lastOf(rules), ...rules.slice(0, -1)])] };
  },
};
