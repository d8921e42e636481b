import { aliasedPath, aliasPath, type Alias } from "../../common/engine-adapter.js";
import { firstOf, lastOf } from "../../common/must.js";
import { kindOf, type ActionNode } from "../../language/actions/index.js";
import { isObject, type Json } from "../../common/json.js";
import type { Path } from "../../common/path.js";
import { plainPath } from "../../language/expression/static.js";
import { valueReads } from "../../language/value-reads.js";
import type { ValueNode } from "../../language/node.js";
import { comparisonsOf, pathOf } from "../../language/walk.js";
import type { LinkedPacks } from "../../packs/linked.js";
import { deepReadsOf } from "./deep-reads.js";
import type { Shares } from "../shares.js";
import { isIn, whole } from "./sharing.js";
import { kindsOf, looksAtPlaces } from "./unknown-expression.js";

/** Where an alias and the object that it may be are in a document. */
interface Places {
  readonly model: Path;
  readonly hf: Path;
  readonly text: Path;
  readonly alias: Alias;
}

/**
 * Computes the parts of the aliased field that an alias may be, as far as packs can observe it; none if they cannot.
 * `self` is the aliased field itself, and a key that no pack refers to stands for all parts that behave like a separate
 * object.
 *
 * Lemma: an aliased part behaves as if the alias were an equal but separate object, unless a write goes into the alias
 * (then all parts that packs pass through, copy, or name in what they copy count, and those with which a copy was made)
 * or into that part, or can restore the structure that another write removed, or the two are compared with each other.
 */
export function relevantShares(programs: readonly LinkedPacks[]): Shares {
  const { alias } = firstOf(programs).engine;
  if (alias === null) return { parts: [], isComplete: true };
  const { usualKey } = alias;
  const places = { model: [alias.section], hf: aliasedPath(alias), text: aliasPath(alias), alias };
  const { model, hf, text } = places;
  const { actions, writes, seen, seenInCopies, copied, compared, again } = usesOf(programs, places);
  const isSeen = [...writes, ...seen].some((path) => isIn(path, text) || isIn(model, path));
  const isWritten = writes.some((path) => isIn(path, hf) || isIn(path, text) || isIn(model, path));
  const isCompared = compared.some((path) => isIn(path, text) || isIn(text, path));
  if (!isCompared && (!isWritten || (!isSeen && areSimple(actions, again, places))))
    return { parts: [], isComplete: true };
  const around = (paths: readonly Path[]) => paths.map((path) => path.slice(0, -1));
  const isInside = writes.some((path) => isIn(path, text) && path.length > text.length);
  const structures = actions.filter((action) => !isScalar(action) && (isInside || again.has(action)));
  // Any part of a value that is read or written as a whole may be the alias.
  const partsOf = (wholes: readonly Path[], looked = seen): readonly string[] => {
    // A part that is named below such a value is told apart from those that only a key unknown to packs stands for.
    const named = looked.filter((path) => wholes.some((value) => path.length > value.length && isIn(path, value)));
    const inside = isInside ? [...around(looked), ...named] : [];
    const paths = [...around(writes), ...wholes, ...inside, ...(isCompared ? compared : [])];
    const parts = new Set(paths.flatMap((path) => sharesOnTheWay(path, places)));
    const other = unknownKey(parts);
    const apart = wholes.flatMap((path) => sharesOnTheWay([...path, other], places));
    return [whole, ...new Set([...parts, ...apart, parts.has(usualKey) ? other : usualKey])];
  };
  const written = structures.flatMap(pathsInside);
  const all = partsOf([...written, ...(isInside ? copied : [])], seenInCopies);
  if (all.length <= mostParts) return { parts: all, isComplete: true };
  const fewer = partsOf(written);
  const own = fewer.length <= mostParts ? fewer : partsOf([]);
  return { parts: own.length <= mostParts ? own : [...own.slice(0, mostParts - 1), lastOf(own)], isComplete: false };
}

/** Each part enlarges the formula of every write. */
const mostParts = 14;

/** The path that an action writes, and those of objects inside a constant that it writes. */
function pathsInside(action: ActionNode): readonly Path[] {
  const path = kindOf(action).writes(action);
  if (path === null) return [];
  const below = (value: Json, at: Path): readonly Path[] =>
    isObject(value)
      ? [at, ...Object.entries(value).flatMap(([key, child]) => (isObject(child) ? below(child, [...at, key]) : []))]
      : [at];
  return action.kind === "set" && action.value.kind === "constant" ? below(action.value.value, path) : [path];
}

/** The parts of the aliased field on a path, including its end; a number is a key in an object, not an array index. */
function sharesOnTheWay(path: Path, { hf, alias: { deepest } }: Places): readonly string[] {
  if (!isIn(path, hf)) return [];
  const keys = path.slice(hf.length);
  return keys.slice(0, deepest).map((_, depth) => keys.slice(0, depth + 1).join("."));
}

interface Uses {
  readonly actions: readonly ActionNode[];
  readonly writes: readonly Path[];
  /** Actions whose target one evaluation can write more than once. */
  readonly again: ReadonlySet<ActionNode>;
  readonly seen: readonly Path[];
  /** The same, including places from which it may have been copied. */
  readonly seenInCopies: readonly Path[];
  /** Read by expressions and messages, which depend on the contents of structures. */
  readonly copied: readonly Path[];
  /** Compared with other facts, so identity may matter. */
  readonly compared: readonly Path[];
}

function usesOf(programs: readonly LinkedPacks[], places: Places): Uses {
  const rules = programs.flatMap(({ packs }) => [...packs.values()].flatMap((pack) => pack.rules));
  const actions = rules.flatMap(({ then }) => then);
  const ofStages = programs.flatMap(({ stages }) => stages.map((stage) => (stage.kind === "pack" ? stage.when : null)));
  const comparisons = [...rules.map(({ when }) => when), ...ofStages].flatMap((condition) =>
    condition === null ? [] : comparisonsOf(condition),
  );
  const read = actions.flatMap((action) => kindOf(action).reads(action));
  const withFacts = comparisons
    .filter(({ value }) => value.kind !== "constant")
    .flatMap(({ fact, value }) => [fact, value]);
  const expressions = comparisons.flatMap(({ fact }) => (pathOf(fact) === null ? [fact] : []));
  const identities = [...read, ...expressions, ...withFacts].filter(
    (node) => node.kind !== "path" && node.kind !== "constant" && looksAtPlaces(node.expression),
  );
  const ofCopies = insideOf(copiesOf(actions, places), places);
  const seen = [...comparisons.map(({ fact }) => fact), ...withFacts, ...read].flatMap(valueReads);
  return {
    actions,
    again: new Set(programs.flatMap(repeated)),
    writes: pathsWritten(actions),
    copied: ofCopies([...read, ...expressions].flatMap(deepPathsOf)),
    seen,
    seenInCopies: ofCopies(seen),
    compared: [...withFacts, ...identities].flatMap(valueReads),
  };
}

/** A write of a structure, and the paths from which it may have been read. */
interface Copy {
  readonly to: Path;
  readonly from: readonly Path[];
  /** Whether it is written unchanged, rather than computed from the source. */
  readonly isWhole: boolean;
}

function copiesOf(actions: readonly ActionNode[], { hf }: Places): readonly Copy[] {
  return actions.flatMap((action) => {
    if (action.kind !== "set" || isScalar(action)) return [];
    const from = deepPathsOf(action.value).filter((path) => isIn(path, hf) || isIn(hf, path));
    return from.length === 0 ? [] : [{ to: action.path, from, isWhole: plainPathOf(action.value) !== null }];
  });
}

/** Extends observed paths by the sources from which the observed value may have been copied. */
function insideOf(copies: readonly Copy[], places: Places): (paths: readonly Path[]) => readonly Path[] {
  const origins = (path: Path): readonly Path[] =>
    copies.flatMap(({ to, from, isWhole }) => {
      const tails = tailsBelow(path, to, places).filter((tail) => tail.length > 0);
      const all = isWhole ? tails : tails.flatMap((tail) => tail.map((_, index) => tail.slice(index)));
      return from.flatMap((source) => all.map((tail) => [...source, ...tail]));
    });
  return (paths) => {
    const found = new Map(paths.map((path) => [path.join("."), path]));
    // Deeper parts cannot be aliased.
    for (const path of found.values())
      for (const origin of origins(path))
        if (origin.length <= places.hf.length + places.alias.deepest + 1) found.set(origin.join("."), origin);
    return [...found.values()];
  };
}

/**
 * The rest of a path after a place that it passes through, under either name, for any part that the alias may be.
 */
function tailsBelow(path: Path, place: Path, { hf, text }: Places): readonly Path[] {
  if (![path, place].every((one) => isIn(one, hf) || isIn(one, text)))
    return isIn(path, place) ? [path.slice(place.length)] : [];
  const [keys, wanted] = [path.slice(hf.length), place.slice(hf.length)];
  const isText = isIn(path, text);
  if (isText === isIn(place, text)) return isIn(keys, wanted) ? [keys.slice(wanted.length)] : [];
  if (isText)
    return wanted.flatMap((_, index) => (isIn(keys, wanted.slice(index)) ? [keys.slice(wanted.length - index)] : []));
  return keys.flatMap((_, index) => (isIn(keys.slice(index), wanted) ? [keys.slice(index + wanted.length)] : []));
}

function unknownKey(known: ReadonlySet<string>): string {
  const keys = new Set([...known].flatMap((share) => share.split(".")));
  for (let round = 1; ; round++) if (!keys.has(`part_${round}`)) return `part_${round}`;
}

/** The writes of a program to places that it may write more than once. */
function repeated({ packs, stages }: LinkedPacks): readonly ActionNode[] {
  const all = [...packs.values()].flatMap(({ rules }) => rules.flatMap(({ then }) => then));
  const run = [
    ...all.flatMap((action) => kindOf(action).includes(action) ?? []),
    ...stages.flatMap((stage) => (stage.kind === "pack" ? [stage.pack] : [...new Set(stage.packs.values())])),
  ];
  const isRunTwice = (name: string) => run.indexOf(name) !== run.lastIndexOf(name);
  const written = [...packs].flatMap(([name, { rules }]) =>
    rules
      .flatMap(({ then }) => then)
      .flatMap((action) => {
        const path = kindOf(action).writes(action);
        return path === null ? [] : [{ action, path, isTwice: isRunTwice(name) }];
      }),
  );
  const isAgain = (path: Path, action: ActionNode) =>
    written.some((other) => other.action !== action && (isIn(path, other.path) || isIn(other.path, path)));
  return written.filter(({ action, path, isTwice }) => isTwice || isAgain(path, action)).map(({ action }) => action);
}

const pathsWritten = (actions: readonly ActionNode[]): readonly Path[] =>
  actions.map((action) => kindOf(action).writes(action)).filter((path) => path !== null);

/**
 * Whether an alias that no pack reads is determined by the final aliased field: if it is a part of it, it still is, or
 * it was detached, since something else is there. This holds if no write is below another's target, and places
 * written more than once only receive scalars: then a detached structure is never restored.
 */
function areSimple(actions: readonly ActionNode[], again: ReadonlySet<ActionNode>, { hf }: Places): boolean {
  const inside = actions.filter((action) => {
    const path = kindOf(action).writes(action);
    return path !== null && (isIn(path, hf) || isIn(hf, path));
  });
  const paths = pathsWritten(inside);
  const isNested = paths.some(
    (path) => path.length <= hf.length || paths.some((other) => other.length > path.length && isIn(other, path)),
  );
  return !isNested && inside.every((action) => isScalar(action) || !again.has(action));
}

/** Whether an action writes no structure. */
function isScalar(action: ActionNode): boolean {
  if (action.kind !== "set") return true;
  if (action.value.kind === "constant") return typeof action.value.value !== "object" || action.value.value === null;
  const kinds = action.value.kind === "path" ? null : kindsOf(action.value.expression);
  return kinds !== null && !kinds.has("array") && !kinds.has("object");
}

function deepPathsOf(node: ValueNode): readonly Path[] {
  return node.kind === "constant" || node.kind === "path" ? valueReads(node) : deepReadsOf(node.expression);
}

const plainPathOf = (node: ValueNode): Path | null =>
  node.kind === "path" ? node.path : node.kind === "constant" ? null : plainPath(node.expression);
