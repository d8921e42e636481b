import { flatten } from "../common/document-lines.js";
import { isObject, jsonEqual, type Json, type JsonObject } from "../common/json.js";
import { firstOf, lastOf } from "../common/must.js";
import { readPath } from "../common/path.js";
import { documentToJson, tryFromJson } from "../common/aliases.js";
import { architectureOf, architecturesFor, withArchitecture } from "../packs/architectures.js";
import { pathOf } from "../language/walk.js";
import { plainerNumbers } from "../solver/plainer-numbers.js";
import type { PackDifference } from "./differing-packs.js";
import { reachableFrom } from "../packs/reachable-packs.js";
import { dependenceOf, type Dependence } from "./dependencies.js";
import { once } from "../common/memoize.js";
import { aspectKey, differencesOf, type Versions } from "./behavior-of-versions.js";
import { comparisonsOf, valuesOf } from "../solver/encode/surroundings.js";
import type { Decision } from "./decision.js";

/** Maximum number of documents evaluated for a pack. */
const mostDocuments = 20_000;

/**
 * Documents in a row that show nothing new, after which a solver finds the rest sooner: of 406 effects between two
 * releases far apart, at most 7 come later.
 */
const mostInVain = 4000;

/** One field set to a value, or removed if undefined. */
interface Step {
  readonly path: readonly string[];
  readonly value: Json | undefined;
}

/**
 * Searches for witnesses among the documents of cases, with one or two fields set to values that the rules compare
 * with. Such witnesses read better than those of a solver; not finding one proves nothing.
 */
export function* searchWitnesses(pack: PackDifference, versions: Versions, isLate = () => false): Generator<Decision> {
  const names = packsReached(pack.pack, versions);
  const steps = [
    ...stepsOf(names, versions),
    ...sectionsOf(names, versions).map((section) => ({ path: [section], value: undefined })),
  ];
  const shown = new Set<string>();
  let left = mostDocuments;
  let inVain = 0;
  // Cases differ in few fields, so that a step from one often leads to another.
  const tried = new Set<string>();
  const attempt = function* (json: JsonObject): Generator<Decision> {
    count();
    const text = JSON.stringify(json);
    if (tried.has(text)) return;
    tried.add(text);
    const document = tryFromJson(json, versions.after.engine.alias);
    if (document === null) return;
    for (const entry of differencesOf(document, versions)) {
      if (shown.has(aspectKey(entry))) continue;
      shown.add(aspectKey(entry));
      inVain = 0;
      yield { kind: "different", aspect: { kind: entry.kind, name: entry.name }, document };
    }
  };
  const count = (): void => {
    left = isLate() || ++inVain > mostInVain ? 0 : left - 1;
  };
  const seeds = seedsOf(pack, names, versions);
  for (const seed of seeds) yield* attempt(seed);
  const starts = seeds.map((seed) => ({
    seed,
    idle: new Set(steps.filter((step) => isThere(seed, step))),
    dependsOn: dependenceIn(seed, versions),
  }));
  for (const step of steps) {
    for (const { seed, dependsOn } of starts) {
      if (left <= 0) return;
      if (dependsOn(step.path)) yield* attempt(changed(seed, step));
      // It can show nothing new.
      else count();
    }
  }
  for (const [index, first] of steps.entries()) {
    const after = starts.map(({ seed, idle }) => {
      const document = changed(seed, first);
      return { document, idle, dependsOn: dependenceIn(document, versions) };
    });
    for (const second of steps.slice(index + 1)) {
      if (first.path.join(".") === second.path.join(".")) continue;
      for (const { document, idle, dependsOn } of after) {
        if (left <= 0) return;
        // One step alone leads there, too.
        if (idle.has(first) || idle.has(second) || !dependsOn(second.path)) count();
        else yield* attempt(changed(document, second));
      }
    }
  }
}

/** Evaluates the document, with a trace, only once it matters. */
function dependenceIn(json: JsonObject, versions: Versions): Dependence {
  const find = once((): Dependence => {
    const document = tryFromJson(json, versions.after.engine.alias);
    return document === null ? () => true : dependenceOf(json, document, versions);
  });
  return (path) => find()(path);
}

/** Whether a step changes nothing. */
function isThere(document: JsonObject, { path, value }: Step): boolean {
  const parent = path.length === 1 ? document : readPath(document, path.slice(0, -1));
  if (!isObject(parent)) return false;
  const key = lastOf(path);
  return Object.hasOwn(parent, key) ? value !== undefined && jsonEqual(parent[key], value) : value === undefined;
}

/** The documents of cases in JSON form, for an architecture that the pack matches, and one with all sections empty. */
function seedsOf(
  { pack: name }: PackDifference,
  names: ReadonlySet<string>,
  { before, after }: Pick<Versions, "before" | "after">,
): readonly JsonObject[] {
  const found = [after, before].flatMap(({ read }) => read.cases.filter(({ content }) => names.has(content.pack)));
  const documents = found.flatMap(({ content }) =>
    content.cases.map((entry) => documentToJson(entry.document as JsonObject, after.engine.alias)),
  );
  const sections = Object.fromEntries(sectionsOf(names, { before, after }).map((section) => [section, {}]));
  const architectures = [after, before].flatMap(({ packs, target }) => {
    const there = packs.get(name);
    return there === undefined ? [] : (architecturesFor(there.pack, target) ?? []);
  });
  const seeds = [...documents, sections].map((document) => {
    const isMine =
      architectures.length === 0 || architectures.includes(architectureOf(document, after.engine) as string);
    return isMine ? document : withArchitecture(document, firstOf(architectures), after.engine);
  });
  return [...new Map(seeds.map((document) => [JSON.stringify(document), document])).values()];
}

/** The sections that packs read or write. */
function sectionsOf(
  names: ReadonlySet<string>,
  { before, after }: Pick<Versions, "before" | "after">,
): readonly string[] {
  const read = [after, before].flatMap((linked) =>
    valuesOf(linked, names).flatMap((node) => pathOf(node)?.slice(0, 1) ?? []),
  );
  return [...new Set(read)];
}

/** Replaces values from the solver in a JSON document by values from cases or rules, if it still `shows` the same. */
export function withKnownValues(
  document: JsonObject,
  pack: string,
  versions: Versions,
  shows: (document: JsonObject) => boolean,
): JsonObject {
  const steps = stepsOf(packsReached(pack, versions), versions).filter(
    ({ value }) => value !== undefined && value !== null,
  );
  return flatten(document).reduce((best, { path }) => {
    const here = steps.filter((step) => step.path.join(".") === path);
    const isKnown = here.some(({ value }) => jsonEqual(value, readPath(best, path.split("."))));
    const better = isKnown ? undefined : here.map((step) => changed(best, step)).find(shows);
    return better ?? best;
  }, document);
}

/** Replaces unusual numbers by plain ones, if the document still `shows` the same. */
export function withPlainNumbers(document: JsonObject, shows: (document: JsonObject) => boolean): JsonObject {
  return flatten(document).reduce((best, { path, value }) => {
    const plainer = typeof value === "number" ? plainerNumbers(value) : [];
    return plainer.map((number) => changed(best, { path: path.split("."), value: number })).find(shows) ?? best;
  }, document);
}

function packsReached(pack: string, { before, after }: Pick<Versions, "before" | "after">): ReadonlySet<string> {
  return new Set([before, after].flatMap((linked) => [...reachableFrom([pack], linked)]));
}

/** Candidate values: constants of rules, their neighbors, values of cases for the same field, and absence. */
function stepsOf(names: ReadonlySet<string>, { before, after }: Pick<Versions, "before" | "after">): readonly Step[] {
  const values = new Map<string, Map<string, Json | undefined>>();
  const add = (path: string, all: readonly (Json | undefined)[]) => {
    const known = values.get(path) ?? new Map<string, Json | undefined>();
    for (const value of all) known.set(JSON.stringify(value) ?? "", value);
    values.set(path, known);
  };
  for (const linked of [after, before]) {
    for (const { fact, operator, value } of comparisonsOf(linked, names)) {
      const asksWhetherThere = /^(?:.*:)?is(?:Set|Present)$/.test(operator);
      const constants = value.kind === "constant" && !asksWhetherThere ? [value.value].flat() : [];
      const sides = [fact, value].flatMap((node) => pathOf(node)?.join(".") ?? []);
      for (const side of sides) add(side, constants.flatMap(around));
    }
    for (const path of [...valuesOf(linked, names)].map(pathOf))
      if (path !== null) add(path.join("."), [null, undefined]);
    for (const { content } of linked.read.cases.filter((entry) => names.has(entry.content.pack))) {
      for (const { document } of content.cases)
        for (const { path, value } of flatten(documentToJson(document as JsonObject, linked.engine.alias)))
          if (values.has(path)) add(path, [value]);
    }
  }
  const rank = (value: Json | undefined) => (value === undefined ? 2 : value === null ? 1 : 0);
  return [...values]
    .flatMap(([path, all]) => [...all.values()].map((value) => ({ path: path.split("."), value })))
    .toSorted((left, right) => rank(left.value) - rank(right.value));
}

function around(value: Json): readonly Json[] {
  if (typeof value === "number") return [value, value - 1, value + 1];
  return typeof value === "boolean" ? [value, !value] : [value];
}

function changed(document: JsonObject, { path: [key = "", ...rest], value }: Step): JsonObject {
  if (rest.length > 0) {
    const child = document[key];
    return { ...document, [key]: changed(isObject(child) ? child : {}, { path: rest, value }) };
  }
  const { [key]: _, ...others } = document;
  return value === undefined ? others : { ...others, [key]: value };
}
