import type { EngineAdapter } from "../common/engine-adapter.js";
import type { MaybeJson } from "../common/json.js";
import { spendMemory, spendTime, unlimited, type Budget } from "./budget.js";
import { open } from "./smtlib/domain.js";
import { reasonFor } from "./unmodeled.js";
import type { Domain } from "./term.js";
import type { Shares } from "./shares.js";
import type { Bool, BoolGuess, FieldTerm, Place, Term, Value, ValueGuess } from "./term.js";

type Made<Kind extends Term> = Kind extends Term ? Omit<Kind, "id"> : never;

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

/** Number of steps between two checks of the clock. */
const stepsBetween = 512;

/** A wider conjunction is nested rather than flattened, since each would otherwise copy all of its parts. */
const widest = 80;

export function makeTerms(
  engine: EngineAdapter,
  domain: Domain,
  shares: Shares = { parts: [], isComplete: true },
): Terms {
  const nodes = layered<string, Term>();
  const results = layered<string, { readonly result: unknown }>();
  let [steps, bytes, next] = [0, 0, 0];
  let budget = unlimited;
  const spend = (key: string, parts = 0): void => {
    bytes += bytesOfEntry + key.length + 8 * parts;
    spendMemory(budget, bytes);
  };
  const step = (): void => {
    if (++steps % stepsBetween === 0) spendTime(budget);
  };
  const make = <Kind extends Term>(key: string, node: () => Made<Kind>): Kind => {
    const known = nodes.get(key) as Kind | undefined;
    if (known !== undefined) return known;
    const made = Object.freeze({ id: next++, ...node() }) as unknown as Kind;
    nodes.set(key, made);
    spend(key);
    return made;
  };
  const [yes, no] = [make<Bool>("true", () => ({ kind: "true" })), make<Bool>("false", () => ({ kind: "false" }))];
  const opposites = layered<Bool, Bool>();
  opposites.set(yes, no);
  opposites.set(no, yes);
  /** Pushes negation only to literals, so that contradictions are detected. */
  const not = (of: Bool): Bool => {
    const known = opposites.get(of);
    if (known !== undefined) return known;
    const isJoined = of.kind === "and" || of.kind === "or";
    const opposite = isJoined
      ? join(of.kind === "and" ? "or" : "and", of.of.map(not))
      : make<Bool>(`not ${of.id}`, () => ({ kind: "not", of }));
    opposites.set(of, opposite);
    if (!isJoined) opposites.set(opposite, of);
    return opposite;
  };
  const keyOf = (key: string, parts: readonly Term[]) => `${key} ${parts.map(({ id }) => id).join()}`;
  const joined = layered<string, Bool>();
  const join = (kind: "and" | "or", all: readonly Bool[]): Bool => {
    step();
    const [neutral, decisive] = kind === "and" ? [yes, no] : [no, yes];
    const flat = new Set<Bool>();
    for (const part of all) {
      if (part.kind === kind && part.of.length <= widest) for (const inner of part.of) flat.add(inner);
      else flat.add(part);
    }
    flat.delete(neutral);
    if (flat.has(decisive)) return decisive;
    if (flat.size < 2) return [...flat][0] ?? neutral;
    const key = keyOf(kind, [...flat].sort(byId));
    const known = joined.get(key);
    if (known !== undefined) return known;
    const simple = simplify(kind, flat);
    joined.set(key, simple);
    spend(key, flat.size);
    return simple;
  };
  /** A term that does not exist occurs in no other. */
  const hasOpposite = (flat: ReadonlySet<Bool>, of: Bool): boolean => {
    const opposite = opposites.get(of);
    return opposite !== undefined && flat.has(opposite);
  };
  const simplify = (kind: "and" | "or", flat: Set<Bool>): Bool => {
    const [neutral, decisive] = kind === "and" ? [yes, no] : [no, yes];
    const other = kind === "and" ? "or" : "and";
    // Absorption: `a and (a or b)` is `a`; `a and (not a or b)` is `a and b`.
    for (const part of [...flat]) {
      if (part.kind !== other) continue;
      if (part.of.some((inner) => flat.has(inner))) flat.delete(part);
      else if (part.of.some((inner) => hasOpposite(flat, inner))) {
        flat.delete(part);
        const rest = join(
          other,
          part.of.filter((inner) => !hasOpposite(flat, inner)),
        );
        for (const inner of rest.kind === kind ? rest.of : [rest]) if (inner !== neutral) flat.add(inner);
      }
    }
    const parts = [...flat].sort(byId);
    if (parts.some((part) => part === decisive || hasOpposite(flat, part))) return decisive;
    if (parts.length < 2) return parts[0] ?? neutral;
    return make<Bool>(keyOf(kind, parts), () => ({ kind, of: parts }));
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
      const key = keyOf(name, of);
      const known = results.get(key) ?? { result: compute() };
      if (results.get(key) === undefined) {
        results.set(key, known);
        spend(key);
      }
      return known.result as ReturnType<typeof compute>;
    },
    async apart(work) {
      const before = bytes;
      const tables = [nodes, results, opposites, joined];
      for (const table of tables) table.begin();
      try {
        return await work();
      } finally {
        for (const table of tables) table.end();
        bytes = before;
      }
    },
  };
  return terms;
}

const placeOf = (at: Place, key: string): Place => (at.reason === "" ? { ...at, reason: reasonFor(key) } : at);

/** A map whose later entries can be rolled back. */
function layered<Key, Value>() {
  const layers = [new Map<Key, Value>()];
  return {
    get(key: Key): Value | undefined {
      for (let layer = layers.length - 1; layer >= 0; layer--) {
        const found = layers[layer]?.get(key);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    set: (key: Key, value: Value) => void layers.at(-1)?.set(key, value),
    begin: () => void layers.push(new Map()),
    end: () => void layers.pop(),
  };
}

const byId = (left: Term, right: Term): number => left.id - right.id;

/** If-then-else of formulas. */
export function choose({ and, or, not }: Terms, test: Bool, then: Bool, otherwise: Bool): Bool {
  if (then === otherwise) return then;
  return or(and(test, then), and(not(test), otherwise));
}
