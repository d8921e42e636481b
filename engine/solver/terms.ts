import type { EngineAdapter } from "../common/engine-adapter.js";
import type { MaybeJson } from "../common/json.js";
import { spendMemory, spendTime, unlimited, type Budget } from "./budget.js";
import { open } from "./smtlib/domain.js";
import { termListMap, termMap } from "./term-tables.js";
import { reasonFor } from "./unmodeled.js";
import type { Domain } from "./term.js";
import type { Shares } from "./shares.js";
import type { Bool, BoolGuess, FieldTerm, Place, Term, Value, ValueGuess } from "./term.js";

type Made<Kind extends Term> = Kind extends Term ? Omit<Kind, "id"> : never;

/** What the table notes of a formula: its negation, once there is one; and the last conjunction that it was part of. */
type Marked = Bool & { opposite: Marked | undefined; mark: number };
const marked = (of: Bool): Marked => of as Marked;

/** Creates and interns terms: two runs can be compared if they were encoded with the same instance. */
export interface Terms {
  /** The serving engine whose documents these are. */
  readonly engine: EngineAdapter;
  readonly yes: Bool;
  readonly no: Bool;
  /** The document before evaluation. */
  readonly document: FieldTerm;
  /**
   * The object inside the aliased field that the alias is in that document, by its path there: see sharing.ts.
   */
  readonly shared: FieldTerm;
  /** Whether that covers every relevant part. */
  readonly isComplete: boolean;
  not(of: Bool): Bool;
  and(...of: readonly Bool[]): Bool;
  or(...of: readonly Bool[]): Bool;
  constant(value: MaybeJson): Value;
  /** Interns a node: returns the one created earlier with the same key, if any. */
  make<Kind extends Term>(key: string, node: () => Made<Kind>): Kind;
  /** Creates an uninterpreted term, located at `at`. */
  guess(key: string, inputs: readonly Value[], compute: BoolGuess["compute"], over?: readonly Value[]): Bool;
  unknown(
    key: string,
    inputs: readonly Value[],
    tags: ValueGuess["tags"],
    compute: ValueGuess["compute"],
    over?: readonly Value[],
  ): ValueGuess;
  /** The construct being encoded, for uninterpreted terms. */
  at: Place;
  /** Nesting depth of array items. */
  depth: number;
  /** Budget for creating terms: creating one throws once it is used up (see {@link reasonOver}). */
  budget: Budget;
  /** Memoizes a result for terms. */
  memo<Result>(name: string, of: readonly Term[], compute: () => Result): Result;
  /** Runs some work and forgets the terms that it created, to free their memory. */
  apart<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Approximate size of a table entry, besides its key. */
const bytesOfEntry = 200;

/** For each term that an entry refers to, in its key or otherwise. */
const bytesOfPart = 16;

/** Number of steps between two checks of the clock. */
const stepsBetween = 512;

/** A wider conjunction is nested rather than flattened, since each would otherwise copy all of its parts. */
const widest = 80;

export function makeTerms(
  engine: EngineAdapter,
  domain: Domain,
  shares: Shares = { parts: [], isComplete: true },
): Terms {
  const nodes = termMap<string, Term>();
  const joinedNodes = termListMap<Bool>();
  const results = termListMap<{ readonly result: unknown }>();
  let [steps, bytes, next] = [0, 0, 0];
  let budget = unlimited;
  const spend = (length: number): void => {
    bytes += bytesOfEntry + length;
    spendMemory(budget, bytes);
  };
  const step = (): void => {
    if (++steps % stepsBetween === 0) spendTime(budget);
  };
  /** Takes its number before the terms that it creates. */
  const numbered = <Kind extends Term>(node: () => Made<Kind>): Kind =>
    ({ id: next++, opposite: undefined, mark: 0, ...node() }) as unknown as Kind;
  const make = <Kind extends Term>(key: string, node: () => Made<Kind>): Kind => {
    const known = nodes.get(key) as Kind | undefined;
    if (known !== undefined) return known;
    const made = numbered(node);
    nodes.add(key, made);
    spend(key.length);
    return made;
  };
  const [yes, no] = [make<Bool>("true", () => ({ kind: "true" })), make<Bool>("false", () => ({ kind: "false" }))];
  // Terms whose opposite was set since the last layer began.
  const opposed: Marked[][] = [];
  const oppose = (of: Bool, opposite: Bool): void => {
    marked(of).opposite = marked(opposite);
    opposed.at(-1)?.push(marked(of));
  };
  oppose(yes, no);
  oppose(no, yes);
  /** Pushes negation only to literals, so that contradictions are detected. */
  const not = (of: Bool): Bool => {
    const known = marked(of).opposite;
    if (known !== undefined) return known;
    const isJoined = of.kind === "and" || of.kind === "or";
    const opposite = isJoined
      ? join(of.kind === "and" ? "or" : "and", of.of.map(not))
      : make<Bool>(`not ${of.id}`, () => ({ kind: "not", of }));
    oppose(of, opposite);
    if (!isJoined) oppose(opposite, of);
    return opposite;
  };
  const keyOf = (key: string, parts: readonly Term[]) => `${key} ${parts.map(({ id }) => id).join()}`;
  const joined = termListMap<Bool>();
  let marks = 0;
  const join = (kind: "and" | "or", all: readonly Bool[]): Bool => {
    step();
    const neutral = kind === "and" ? yes : no;
    const decisive = marked(kind === "and" ? no : yes);
    const mark = ++marks;
    const flat: Bool[] = [];
    const add = (part: Bool): void => {
      if (part === neutral || marked(part).mark === mark) return;
      marked(part).mark = mark;
      flat.push(part);
    };
    for (const part of all) {
      if (part.kind === kind && part.of.length <= widest) for (const inner of part.of) add(inner);
      else add(part);
    }
    if (decisive.mark === mark) return decisive;
    const [first = neutral, second] = flat;
    if (second === undefined) return first;
    const parts = inOrder(flat);
    const known = joined.get(kind, parts);
    if (known !== undefined) return known;
    const simple = simplify(kind, flat, parts, mark);
    joined.add(kind, parts, simple);
    spend(bytesOfPart * parts.length);
    return simple;
  };
  /** Simplifies a conjunction or disjunction of parts, also given in order, which alone have the mark. */
  const simplify = (kind: "and" | "or", given: readonly Bool[], ordered: readonly Bool[], mark: number): Bool => {
    const neutral = kind === "and" ? yes : no;
    const decisive = kind === "and" ? no : yes;
    const other = kind === "and" ? "or" : "and";
    // Most have nothing to absorb, and need no set.
    let kept: Set<Bool> | null = null;
    const has = (part: Marked): boolean => (kept === null ? part.mark === mark : kept.has(part));
    const hasOpposite = (part: Bool): boolean => {
      const { opposite } = marked(part);
      return opposite !== undefined && has(opposite);
    };
    // Absorption: `a and (a or b)` is `a`; `a and (not a or b)` is `a and b`.
    for (const part of given) {
      if (part.kind !== other) continue;
      const isAbsorbed = part.of.some((inner) => has(marked(inner)));
      if (!isAbsorbed && !part.of.some(hasOpposite)) continue;
      kept ??= new Set(given);
      kept.delete(part);
      if (isAbsorbed) continue;
      const rest = join(
        other,
        part.of.filter((inner) => !hasOpposite(inner)),
      );
      for (const inner of rest.kind === kind ? rest.of : [rest]) if (inner !== neutral) kept.add(inner);
    }
    const parts = kept === null ? ordered : inOrder([...kept]);
    if (parts.some((part) => part === decisive || hasOpposite(part))) return decisive;
    if (parts.length < 2) return parts[0] ?? neutral;
    const known = joinedNodes.get(kind, parts);
    if (known !== undefined) return known;
    const made = numbered<Bool>(() => ({ kind, of: parts }));
    joinedNodes.add(kind, parts, made);
    spend(bytesOfPart * parts.length);
    return made;
  };
  const terms: Terms = {
    engine,
    get budget() {
      return budget;
    },
    set budget(given) {
      budget = given;
    },
    yes,
    no,
    isComplete: shares.isComplete,
    document: make<FieldTerm>("field", () => ({ kind: "field", of: null, key: "", via: "object", path: "", domain })),
    shared: make<FieldTerm>("shared", () => ({
      kind: "field",
      of: null,
      key: "",
      via: "sharing",
      path: "",
      domain: { ...open, tags: new Set(["string"]), values: ["none", ...shares.parts] },
    })),
    not,
    and: (...of) => join("and", of),
    or: (...of) => join("or", of),
    constant: (value) =>
      make<Value>(`constant ${Object.is(value, -0) ? "0" : JSON.stringify(value)}`, () => ({
        kind: "constant",
        value,
      })),
    make,
    guess: (key, inputs, compute, over = inputs) =>
      make<BoolGuess>(`guess ${keyOf(key, inputs)}`, () => ({
        kind: "guess",
        name: key,
        inputs,
        over,
        compute,
        place: placeOf(terms.at, key),
      })),
    unknown: (key, inputs, tags, compute, over = inputs) =>
      make<ValueGuess>(`unknown ${keyOf(key, inputs)}`, () => ({
        kind: "unknown",
        name: key,
        inputs,
        over,
        tags,
        compute,
        place: placeOf(terms.at, key),
      })),
    at: { pack: "", at: "", reason: "" },
    depth: 0,
    memo(name, of, compute) {
      step();
      const known = results.get(name, of);
      if (known !== undefined) return known.result as ReturnType<typeof compute>;
      const result = compute();
      if (results.get(name, of) === undefined) {
        results.add(name, of, { result });
        spend(bytesOfPart * of.length);
      }
      return result;
    },
    async apart(work) {
      const before = bytes;
      const tables = [nodes, joinedNodes, results, joined];
      for (const table of tables) table.begin();
      opposed.push([]);
      try {
        return await work();
      } finally {
        for (const table of tables) table.end();
        for (const of of opposed.pop() ?? []) of.opposite = undefined;
        bytes = before;
      }
    },
  };
  return terms;
}

const placeOf = (at: Place, key: string): Place => (at.reason === "" ? { ...at, reason: reasonFor(key) } : at);

/** Most lists are in order: they begin with the parts of another term. */
function inOrder(of: readonly Bool[]): readonly Bool[] {
  let last = -1;
  for (const { id } of of) {
    if (id < last) return of.toSorted((left, right) => left.id - right.id);
    last = id;
  }
  return of;
}

/** If-then-else of formulas. */
export function choose({ and, or, not }: Terms, test: Bool, then: Bool, otherwise: Bool): Bool {
  if (then === otherwise) return then;
  return or(and(test, then), and(not(test), otherwise));
}
