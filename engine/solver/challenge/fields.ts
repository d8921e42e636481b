import type { EngineAdapter } from "../../common/engine-adapter.js";
import { firstOf, fromMap } from "../../common/must.js";
import { kindOf, type ActionNode } from "../../language/actions/index.js";
import { memoize } from "../../common/memoize.js";
import { isObject, type Json } from "../../common/json.js";
import type { Path } from "../../common/path.js";
import type { ExpressionNode } from "../../language/expression/node.js";
import { ExpressionError } from "../../language/expression/expression-error.js";
import { readsOf } from "../../language/expression/static.js";
import { valueReads } from "../../language/value-reads.js";
import type { ComparisonNode, ValueNode } from "../../language/node.js";
import { comparisonsOf } from "../../language/walk.js";
import type { LinkedPacks } from "../../packs/linked.js";
import { attempt } from "../encode/unknown-expression.js";
import { domainOf } from "../smtlib/domain.js";
import type { Domain } from "../term.js";
import { fits, plainValues, valuesNear } from "./values-near.js";

/** A field that rules read or write, with candidate values that match the schema. */
export interface Field {
  readonly text: string;
  readonly path: Path;
  /** Values that rules compare with it or write to it, and values of cases. */
  readonly known: readonly Json[];
  /** Neighbors of those. */
  readonly near: readonly Json[];
  /** Constants of other fields in the rules, and values of every type. */
  readonly wide: readonly Json[];
  /** Fields that are compared with it, or copied to or from it. */
  readonly related: readonly string[];
  /** The keys below it that rules read or write. */
  readonly keys: readonly string[];
  readonly domain: Domain;
}

/** Maximum number of combined numbers tried for a field. */
const mostCombined = 60;

/** Collects every field that these packs and their stages read or write. */
export function fieldsOf(programs: readonly LinkedPacks[], names: ReadonlySet<string>): ReadonlyMap<string, Field> {
  const found = new Found();
  for (const linked of programs) {
    const rules = [...names].flatMap((name) => linked.packs.get(name)?.rules ?? []);
    const stages = linked.stages.flatMap((stage) =>
      stage.kind === "pack" && names.has(stage.pack) ? [stage.when] : [],
    );
    const conditions = [...rules.map(({ when }) => when), ...stages];
    // Rules share the comparisons of named conditions.
    const comparisons = new Set(
      conditions.flatMap((condition) => (condition === null ? [] : comparisonsOf(condition))),
    );
    for (const comparison of comparisons) found.relate(ofComparison(comparison));
    for (const action of rules.flatMap(({ then }) => then)) found.relate(ofAction(action));
  }
  return found.settle(firstOf(programs).engine);
}

/** The fields of one comparison or action, and what they may be compared with. */
interface Relation {
  readonly paths: ReadonlyMap<string, Path>;
  readonly values: ReadonlyMap<string, Json>;
}

function relationOf(nodes: readonly ValueNode[], written: readonly Path[]): Relation {
  const all = [...written, ...nodes.flatMap(valueReads)].filter((path) => path.length > 0);
  return {
    paths: new Map(all.map((path) => [path.join("."), path])),
    values: byText([...nodes.flatMap(constantsOf), ...combined(nodes)]),
  };
}

// Versions of a pack share most of their rules.
const ofComparison = memoize(({ fact, value }: ComparisonNode) => relationOf([fact, value], []));
const ofAction = memoize((action: ActionNode) => {
  const written = kindOf(action).writes(action);
  return relationOf(kindOf(action).reads(action), written === null ? [] : [written]);
});

class Found {
  readonly #values = new Map<string, Map<string, Json>>();
  readonly #related = new Map<string, Set<string>>();

  relate({ paths, values }: Relation): void {
    for (const [text, path] of paths) {
      this.#add(path, values);
      const related = fromMap(this.#related, text);
      for (const other of paths.keys()) if (other !== text) related.add(other);
    }
  }

  #add(path: Path, values: ReadonlyMap<string, Json>): void {
    const text = path.join(".");
    const known = this.#values.get(text) ?? new Map<string, Json>();
    this.#values.set(text, known);
    if (!this.#related.has(text)) this.#related.set(text, new Set());
    for (const [written, value] of values) {
      known.set(written, value);
      if (isObject(value)) for (const [key, child] of Object.entries(value)) this.#add([...path, key], byText([child]));
    }
  }

  settle({ schema, dispatch }: EngineAdapter): ReadonlyMap<string, Field> {
    const root = domainOf(schema());
    this.#add(dispatch, byText([]));
    for (const text of [...this.#values.keys()]) {
      const path = text.split(".");
      for (let depth = 1; depth < path.length; depth++) this.#add(path.slice(0, depth), byText([]));
    }
    const all = unique([...this.#values.values()].flatMap((values) => [...values.values()])).slice(0, 400);
    const texts = [...this.#values.keys()];
    return new Map(texts.map((text) => [text, this.#field(text, texts, all, root)]));
  }

  #field(text: string, texts: readonly string[], all: readonly Json[], root: Domain): Field {
    const path = text.split(".");
    const domain = path.reduce(
      (inside, key) =>
        /^\d+$/.test(key) && inside.tags.has("array") && !inside.tags.has("object") ? inside.items : inside.child(key),
      root,
    );
    const related = [...fromMap(this.#related, text)];
    const own = unique([text, ...related].flatMap((name) => [...fromMap(this.#values, name).values()]));
    const fitting = (values: readonly Json[]) => unique(values).filter((value) => fits(domain, value));
    const known = fitting([...own, ...own.flatMap((value) => (Array.isArray(value) ? value : []))]);
    const keys = unique(
      texts.flatMap((other) =>
        other.startsWith(`${text}.`) ? [firstOf(other.slice(text.length + 1).split("."))] : [],
      ),
    );
    // Computed lazily: most fields of a document never need them.
    let near: readonly Json[] | undefined;
    let wide: readonly Json[] | undefined;
    return {
      text,
      path,
      known,
      related,
      keys,
      domain,
      get near() {
        return (near ??= fitting([...own.flatMap(valuesNear), ...(domain.values ?? [])]));
      },
      get wide() {
        return (wide ??= fitting([...all, ...plainValues]));
      },
    };
  }
}

const byText = (values: readonly Json[]): ReadonlyMap<string, Json> =>
  new Map(values.map((value) => [JSON.stringify(value), value]));

function unique<Item>(values: readonly Item[]): readonly Item[] {
  return [
    ...new Map(
      values.map((value) => [typeof value === "string" ? `"${value}` : JSON.stringify(value), value]),
    ).values(),
  ];
}

/** Constants of a comparison or an action, including those inside expressions. */
export const constantsOf = memoize((node: ValueNode): readonly Json[] => {
  if (node.kind === "constant") return [node.value];
  return node.kind === "path" ? [] : literalsOf(node.expression);
});

const literalsOf = memoize((node: ExpressionNode): readonly Json[] => {
  if (node.kind === "literal") return [node.value];
  const whole = (node.kind === "array" || node.kind === "object") && readsOf(node).length === 0 ? valueOf(node) : [];
  const inside = Object.values(node)
    .flatMap((part: unknown) => nodesIn(part))
    .flatMap(literalsOf);
  // An expression repeats the facts that it uses.
  return unique([...whole, ...inside]);
});

/** The value of an expression that reads nothing, if it has one. */
function valueOf(node: ExpressionNode): readonly Json[] {
  const value = attempt(node, null);
  return value === undefined || value instanceof ExpressionError ? [] : [value];
}

function nodesIn(part: unknown): readonly ExpressionNode[] {
  if (typeof part !== "object" || part === null) return [];
  return "kind" in part ? [part as ExpressionNode] : Object.values(part).flatMap(nodesIn);
}

/** Numbers for which calculations may yield the known numbers. */
function combined(nodes: readonly ValueNode[]): readonly number[] {
  const inside = nodes
    .flatMap((node) => (node.kind === "constant" || node.kind === "path" ? [] : literalsOf(node.expression)))
    .filter((value) => typeof value === "number");
  if (inside.length === 0) return [];
  const numbers = [
    1,
    2,
    ...nodes
      .flatMap(constantsOf)
      .flat()
      .filter((value): value is number => typeof value === "number"),
  ];
  const found = new Set<number>();
  for (const left of inside)
    for (const right of numbers)
      for (const result of [left * right, right / left, right - left, left + right]) {
        if (Number.isFinite(result)) found.add(result);
        if (found.size === mostCombined) return [...found];
      }
  return [...found];
}
