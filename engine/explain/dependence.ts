import { architectureOf } from "../packs/architectures.js";
import { jsonEqual, type JsonObject } from "../common/json.js";
import { readPath, type Path } from "../common/path.js";
import type { Change } from "../generated/result.js";
import { kindOf, type ActionNode } from "../language/actions/index.js";
import { operatorOf } from "../language/conditions/conditions.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "../language/node.js";
import { valueReads } from "../language/value-reads.js";
import { compileValue } from "../language/values.js";
import type { LinkedPacks, LinkedRule } from "../packs/linked.js";
import type { Evaluated } from "./evaluated.js";

/** Uncertain inputs, by dotted path. */
export type Inputs = ReadonlySet<string>;
const none: Inputs = new Set();

/**
 * Computes which fields could differ if some inputs had other values, by an abstract interpretation of the rules beside
 * the actual run. A condition that reads an uncertain value is uncertain unless its other parts decide it; then the
 * fields that the rule writes depend on it, whether or not it ran. Dependence propagates through the reads of
 * expressions.
 */
export class Dependence {
  readonly #inputs: Dependent = { on: none, parts: new Map() };
  readonly #rules: LinkedPacks;
  readonly #ledger: readonly Change[];
  #document: JsonObject;
  #next = 0;

  constructor({ before, result, rules, pack }: Evaluated, uncertain: ReadonlyMap<string, Inputs>) {
    this.#rules = rules;
    this.#ledger = result.changes;
    this.#document = before;
    for (const [name, on] of uncertain) this.#put(name.split("."), on);
    if (uncertain.size === 0) return;
    if (pack === null) this.#runStages();
    else this.#runPack(pack, { on: none, isRun: true });
  }

  /** The inputs that a field, a part of it, or a section around it depends on. */
  of(path: Path): Inputs {
    const found: Inputs[] = [];
    let node = this.#inputs;
    for (const name of path) {
      const part = node.parts.get(name);
      if (part === undefined) return union(found);
      found.push(part.on);
      node = part;
    }
    collectParts(node, found);
    return union(found);
  }

  #runStages(): void {
    for (const stage of this.#rules.stages) {
      const architecture = architectureOf(this.#document, this.#rules.engine);
      const name = typeof architecture === "string" ? architecture : "";
      if (stage.kind === "dispatch") {
        const pack = stage.packs.get(name);
        if (pack !== undefined) this.#runPack(pack, { on: none, isRun: true });
      } else if (stage.architectures === null || stage.architectures.has(name)) {
        const found = this.#judge(stage.when);
        if (found.can !== "not") this.#runPack(stage.pack, { on: found.on, isRun: found.holds });
      }
    }
  }

  #runPack(name: string, around: Surrounding): void {
    for (const rule of this.#rules.packs.get(name)?.rules ?? []) {
      const found = this.#judge(rule.when);
      if (found.can === "not") continue;
      const inside = { on: union([around.on, found.on]), isRun: around.isRun && found.holds };
      for (const action of rule.then) this.#act(action, rule, inside);
    }
  }

  #act(action: ActionNode, rule: LinkedRule, { on, isRun }: Surrounding): void {
    const kind = kindOf(action);
    const included = kind.includes(action);
    if (included !== null) this.#runPack(included, { on, isRun });
    const path = kind.writes(action);
    if (path === null) return;
    const reads = kind.reads(action);
    const from = union(reads.flatMap(valueReads).map((read) => this.of(read)));
    const before = readPath(this.#document, path);
    if (isRun) {
      this.#apply(path, rule.id);
      this.#put(path, on.size === 0 ? from : union([on, from, this.of(path)]));
    } else if (!isSame(reads, before)) this.#put(path, union([on, from, this.of(path)]));
  }

  /** Applies a rule's write from the ledger, if it changed something. */
  #apply(path: Path, rule: string): void {
    const change = this.#ledger[this.#next];
    if (change?.rule !== rule || change.path !== path.join(".")) return;
    this.#next++;
    this.#document = withValue(this.#document, path, change) as JsonObject;
  }

  #put(path: Path, on: Inputs): void {
    let node = this.#inputs;
    for (const name of path) {
      let part = node.parts.get(name);
      if (part === undefined) {
        if (on.size === 0) return;
        node.parts.set(name, (part = { on: none, parts: new Map() }));
      }
      node = part;
    }
    node.on = on;
    node.parts.clear();
  }

  #judge(condition: ConditionNode | null): Judged {
    if (condition === null) return { can: "only", holds: true, on: none };
    switch (condition.kind) {
      case "named":
        return this.#judge(condition.of);
      case "not": {
        const { can, holds, on } = this.#judge(condition.of);
        return { can: opposite[can], holds: !holds, on };
      }
      case "comparison":
        return this.#compare(condition);
      default:
        return this.#judgeParts(condition.of, condition.kind === "any");
    }
  }

  /** Judges `all` or `any`; `decisive` is the result of one part that decides it. */
  #judgeParts(parts: readonly ConditionNode[], decisive: boolean): Judged {
    const open: Judged[] = [];
    for (const part of parts) {
      const judged = this.#judge(part);
      if (judged.can === "both") open.push(judged);
      else if ((judged.can === "only") === decisive) return judged;
    }
    // As long as the inputs of a part that decides do not change, those of the others do not matter.
    const deciding = open.find((part) => part.holds === decisive);
    if (deciding !== undefined) return { can: "both", holds: decisive, on: deciding.on };
    const isSettled = open.length === 0;
    return {
      can: isSettled ? (decisive ? "not" : "only") : "both",
      holds: !decisive,
      on: union(open.map(({ on }) => on)),
    };
  }

  #compare(comparison: ComparisonNode): Judged {
    const on = union([comparison.fact, comparison.value].flatMap(valueReads).map((read) => this.of(read)));
    const holds = this.#holds(comparison);
    if (on.size > 0) return { can: "both", holds, on };
    return { can: holds ? "only" : "not", holds, on: none };
  }

  /** A part after the deciding one was not evaluated in the run, and may fail. */
  #holds(comparison: ComparisonNode): boolean {
    try {
      const { test } = operatorOf(comparison, this.#rules.operators);
      return test(compileValue(comparison.fact)(this.#document), compileValue(comparison.value)(this.#document));
    } catch {
      return false;
    }
  }
}

/** What a field depends on, beside the sections around it, and what its parts depend on beside it. */
interface Dependent {
  on: Inputs;
  readonly parts: Map<string, Dependent>;
}

function collectParts({ parts }: Dependent, found: Inputs[]): void {
  for (const part of parts.values()) {
    found.push(part.on);
    collectParts(part, found);
  }
}

interface Surrounding {
  /** The inputs that decide whether it runs. */
  readonly on: Inputs;
  /** Whether the actual run got here. */
  readonly isRun: boolean;
}

/** Possible results of a condition, with the inputs that decide; `holds` is its result in the run. */
interface Judged {
  readonly can: "only" | "not" | "both";
  readonly holds: boolean;
  readonly on: Inputs;
}

const opposite = { only: "not", not: "only", both: "both" } as const;

function union(sets: readonly Inputs[]): Inputs {
  const filled = sets.filter(({ size }) => size > 0);
  return filled.length < 2 ? (filled[0] ?? none) : new Set(filled.flatMap((set) => [...set]));
}

/** Whether an action would write the current value. */
function isSame(reads: readonly ValueNode[], before: unknown): boolean {
  const [value] = reads;
  return value?.kind === "constant" && before !== undefined && jsonEqual(value.value, before);
}

/** Copies the containers along a path, with the value of a change at its end. */
function withValue(value: unknown, path: Path, change: Change): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change.after;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const target = copy as Record<string, unknown>;
  if (rest.length === 0 && !("after" in change)) delete target[key];
  else target[key] = withValue(target[key], rest, change);
  return copy;
}
