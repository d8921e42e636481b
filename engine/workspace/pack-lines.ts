import { isObject } from "../common/json.js";
import { once } from "../common/memoize.js";
import { itemAt } from "../common/must.js";
import type { Path } from "../common/path.js";
import type { ActionNode } from "../language/actions/index.js";
import type { ExpressionNode } from "../language/expression/node.js";
import { readsOf } from "../language/expression/static.js";
import type { ConditionNode } from "../language/node.js";
import type { LinkedPack, LinkedRule } from "../packs/linked.js";

type Content = Pick<LinkedPack, "pack" | "rules">;

/**
 * A linked pack as text for a fast start: a JSON document a line, of which only the first is parsed at once. The others
 * are the pack as written, expressions and actions, each of which few evaluations need.
 */
interface FirstLine {
  readonly rules: readonly SavedRule[];
  /** Named conditions: uses have their position here. */
  readonly named: readonly ConditionNode[];
  /** Read sets of expressions, each of which is on the line of its position plus `firstExpression`. */
  readonly reads: readonly (readonly Path[])[];
}

interface SavedRule extends Pick<LinkedRule, "id" | "at" | "when"> {
  /** Position of the rule in the pack as written. */
  readonly index: number;
  /** Line of its actions. */
  readonly then: number;
}

const firstExpression = 2;

/** Writes a linked pack as lines. */
export function toLines({ pack, rules }: Content): string {
  const [expressions, reads] = [new Map<string, number>(), [] as (readonly Path[])[]];
  const [named, places] = [[] as unknown[], new Map<unknown, number>()];
  const placeOf = (expression: ExpressionNode): number => {
    const text = JSON.stringify(expression);
    const known = expressions.get(text);
    if (known !== undefined) return known;
    expressions.set(text, reads.length);
    return reads.push(readsOf(expression)) - 1;
  };
  const save = (value: unknown, around: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => save(item, around));
    if (!isObject(value)) return value;
    const { at } = value;
    const node = typeof at === "string" ? { ...value, at: below(around, at) } : value;
    // A constant has any JSON of its author's.
    if (node["kind"] === "constant") return node;
    if (hasExpression(node)) return { ...node, expression: placeOf(node["expression"] as unknown as ExpressionNode) };
    const within = typeof at === "string" ? at : around;
    if (node["kind"] !== "named")
      return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, save(part, within)]));
    const { of } = node;
    const place = places.get(of) ?? named.push(save(of, "")) - 1;
    places.set(of, place);
    return { ...node, of: place };
  };
  const saved = rules.map(({ then, rule, ...rest }) => ({
    rule: { ...rest, when: save(rest.when, rest.at), index: pack.rules.indexOf(rule) },
    then: JSON.stringify(save(then, rest.at)),
  }));
  const firstThen = firstExpression + expressions.size;
  const first = { rules: saved.map(({ rule }, index) => ({ ...rule, then: firstThen + index })), named, reads };
  return [first, pack]
    .map((part) => JSON.stringify(part))
    .concat(
      [...expressions.keys()],
      saved.map(({ then }) => then),
    )
    .join("\n");
}

/** Reads what `toLines` wrote. */
export function fromLines(text: string): Content {
  const lines = text.split("\n");
  const parse = (line: number): unknown => JSON.parse(lines[line] ?? "");
  const { rules, named, reads } = parse(0) as FirstLine;
  const expressions = reads.map((_, index) => once(() => parse(firstExpression + index)));
  /** Puts expressions and named conditions in the place of their positions. */
  const join = (value: unknown, around: string): void => {
    if (typeof value !== "object" || value === null) return;
    const node = value as Record<string, unknown>;
    const { at } = node;
    const within = typeof at === "string" ? (node["at"] = whole(around, at)) : around;
    if (node["kind"] === "constant") return;
    if (hasExpression(node)) {
      const place = node["expression"] as number;
      Object.defineProperty(node, "expression", { get: itemAt(expressions, place), enumerable: true });
      // Not enumerable: a pack that is linked now has no such part.
      Object.defineProperty(node, "reads", { value: reads[place] });
    } else if (node["kind"] === "named") node["of"] = named[node["of"] as number];
    else for (const key in node) join(node[key], within);
  };
  for (const condition of named) join(condition, "");
  const pack = once(() => parse(1) as Content["pack"]);
  return {
    get pack() {
      return pack();
    },
    rules: rules.map(({ index, then, ...rule }) => {
      join(rule.when, rule.at);
      const actions = once(() => {
        const parsed = parse(then);
        join(parsed, rule.at);
        return parsed as readonly ActionNode[];
      });
      return {
        ...rule,
        get rule() {
          return pack().rules[index] as LinkedRule["rule"];
        },
        get then() {
          return actions();
        },
      };
    }),
  };
}

/** The pointer to a part from that of what it is in, where it is below it: most of a pack's text would be pointers. */
function below(around: string, at: string): string {
  const rest = at.startsWith(`${around}/`) ? at.slice(around.length + 1) : at;
  return rest.startsWith("/") ? at : rest;
}

const whole = (around: string, rest: string): string =>
  rest === "" || rest.startsWith("/") ? rest : `${around}/${rest}`;

function hasExpression(node: Readonly<Record<string, unknown>>): boolean {
  return (node["kind"] === "fact" || node["kind"] === "computed") && "expression" in node;
}
