import { deepCopy } from "../../common/deep-copy.js";
import { aliasedPath, aliasPath, type Alias } from "../../common/engine-adapter.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { firstOf, fromMap } from "../../common/must.js";
import { readPath } from "../../common/path.js";
import { architecturesFor } from "../../packs/architectures.js";
import type { LinkedPacks } from "../../packs/linked.js";
import { reachableFrom } from "../../packs/reachable-packs.js";
import { documentChecker } from "../../compiler/check-document.js";
import { place, share, type Draft } from "./draft.js";
import { FailureRepairer } from "./failure-repairer.js";
import { fieldsOf, type Field } from "./fields.js";
import { goalsOf, type Goal } from "./goals.js";
import { seededRandom, type Random } from "./random.js";
import { GoalReacher } from "./reach-goal.js";
import { fits, plainValues } from "./values-near.js";

/** Generates endless streams of random valid documents. */
export interface Aimer {
  /**
   * Documents aimed at the fields that the packs read or write. Half of them are documents of cases with one to three
   * fields changed. Once there are `liked` documents, which the caller may add to, some are variations of these.
   */
  documents(liked?: readonly JsonObject[]): Generator<JsonObject>;
  /** Documents for which all of these rules probably fire, and that have a value in a field, if one is named. */
  firing(rules: ReadonlySet<string>, filled?: string): Generator<JsonObject>;
}

/** Generates documents for packs, always the same for a seed. */
export function aimedDocuments(
  programs: readonly LinkedPacks[],
  packs: ReadonlySet<string>,
  seed: number,
  liked: readonly JsonObject[] = [],
): Generator<JsonObject> {
  return aimAt(programs, packs, seed).documents(liked);
}

/** Prepares the generation of documents for packs. */
export function aimAt(programs: readonly LinkedPacks[], packs: ReadonlySet<string>, seed: number): Aimer {
  const random = seededRandom(seed);
  const { engine } = firstOf(programs);
  const { documentError } = documentChecker(engine);
  const names = new Set(programs.flatMap((linked) => [...reachableFrom([...packs], linked)]));
  const fields = fieldsOf(programs, names);
  const goals = goalsOf(programs, names);
  const reacher = new GoalReacher(fields, random);
  const repairer = new FailureRepairer(programs, packs, fields, reacher, random);
  const change = changer(fields, random);
  const cases = programs.flatMap(({ read }) => read.cases.filter(({ content }) => names.has(content.pack)));
  const seeds = cases
    .flatMap(({ content }) => content.cases.map(({ document }) => document as JsonObject))
    .filter((document) => documentError(document) === null);
  const architectures = architecturesOf(programs, packs);
  const list = [...fields.values()];
  const reach = (draft: Draft, { conditions, operators }: Goal, wanted: boolean) => {
    for (const condition of conditions) reacher.reach(draft, condition, wanted, operators);
  };
  const reachAny = (draft: Draft) => {
    const from = goals.changed.length > 0 && random.chance(0.6) ? goals.changed : goals.all;
    if (from.length > 0) reach(draft, random.pick(from), !random.chance(0.1));
  };
  const fresh = (densities: readonly number[]): Draft => {
    const draft: Draft = {};
    if (architectures.length > 0 && random.chance(0.9))
      place(draft, engine.dispatch, random.pick(architectures), false);
    const density = random.pick(densities) * Math.min(1, 40 / list.length);
    for (const field of list) if (field.path.length > 1 && random.chance(density)) change(draft, field);
    return draft;
  };
  const changeSome = (draft: Draft, most: number) => {
    if (list.length > 0) for (let count = random.below(most + 1); count > 0; count--) change(draft, random.pick(list));
  };
  return {
    *documents(liked = []) {
      for (;;) {
        const isLiked = liked.length > mostOrdinary && random.chance(0.4);
        const isCase = isLiked || (seeds.length > 0 && random.chance(0.5));
        const draft = isCase ? deepCopy<Draft>(random.pick(isLiked ? liked : seeds)) : fresh([0, 0.1, 0.4, 0.9]);
        shareAlias(draft, engine.alias, fields, random);
        for (let count = random.pick(isCase ? [0, 0, 1] : [0, 1, 1, 2]); count > 0; count--) reachAny(draft);
        changeSome(draft, 3);
        if (random.chance(0.5)) repairer.repair(draft);
        if (documentError(draft) === null) yield draft;
      }
    },
    *firing(rules, filled) {
      const field = filled === undefined ? undefined : fields.get(filled);
      const values = field === undefined ? [] : [...field.near, ...field.wide].filter((value) => value !== null);
      const wanted = goals.all.filter(({ rule }) => rules.has(rule));
      for (;;) {
        const draft = seeds.length > 0 && random.chance(0.5) ? deepCopy<Draft>(random.pick(seeds)) : fresh([0, 0, 0.1]);
        shareAlias(draft, engine.alias, fields, random);
        // What one needs may undo what another has.
        for (const goal of [...wanted, ...wanted]) reach(draft, goal, true);
        if (field !== undefined && values.length > 0)
          place(draft, field.path, deepCopy(random.pick(values)), random.chance(0.8));
        changeSome(draft, 1);
        if (random.chance(0.3)) repairer.repair(draft);
        if (documentError(draft) === null) yield draft;
      }
    },
  };
}

/** Fewer liked documents are no better than others. */
const mostOrdinary = 4;

/** Architectures: those that packs match with higher probability, and others. */
function architecturesOf(programs: readonly LinkedPacks[], packs: ReadonlySet<string>): readonly (Json | undefined)[] {
  const own = programs.flatMap(({ packs: linked, target }) =>
    [...packs].flatMap((name) => {
      const pack = linked.get(name)?.pack;
      return pack === undefined ? [] : (architecturesFor(pack, target) ?? []);
    }),
  );
  const unique = [...new Set(own)];
  const repeated = Array.from({ length: Math.ceil(12 / Math.max(1, unique.length)) }, () => unique).flat();
  return [...repeated, "OtherForCausalLM", null, undefined];
}

/** Creates a function that changes fields to other values. */
function changer(fields: ReadonlyMap<string, Field>, random: Random): (draft: Draft, field: Field) => void {
  const value = (draft: Draft, field: Field, depth: number): Json | undefined => {
    const chance = random.next();
    if (chance < 0.3 && field.known.length > 0) return deepCopy(random.pick(field.known));
    if (chance < 0.5 && field.near.length > 0) return deepCopy(random.pick(field.near));
    if (chance < 0.65) return field.wide.length > 0 ? deepCopy(random.pick(field.wide)) : undefined;
    if (chance < 0.75) return undefined;
    if (chance < 0.9) return copied(draft, field);
    return made(draft, field, depth);
  };
  /** Equal to another field's value, but not an alias of it. */
  const copied = (draft: Draft, field: Field): Json | undefined => {
    const other =
      field.related.length > 0 && random.chance(0.7) ? random.pick(field.related) : random.pick([...fields.keys()]);
    const found = readPath(draft, fromMap(fields, other).path);
    return found !== undefined && fits(field.domain, found) ? deepCopy(found) : undefined;
  };
  /** A structure with keys that rules read, or an array. */
  const made = (draft: Draft, field: Field, depth: number): Json | undefined => {
    const { known, near, keys, text } = field;
    const items = [...known, ...near, ...plainValues];
    const list = () => Array.from({ length: random.below(4) }, () => deepCopy(random.pick(items)));
    const object = () => {
      const found: { [key: string]: Json } = {};
      for (const key of keys.length > 0 ? keys : ["x", "y"]) {
        const child = fields.get(`${text}.${key}`);
        const part = child !== undefined && depth < 3 ? value(draft, child, depth + 1) : random.pick(plainValues);
        if (part !== undefined && random.chance(0.8)) found[key] = deepCopy(part);
      }
      return found;
    };
    const structure =
      keys.length > 0
        ? random.pick([object, object, list, () => [object()], () => [object(), object()]])()
        : random.pick([list, list, object])();
    return fits(field.domain, structure) ? structure : undefined;
  };
  return (draft, field) => {
    const given = value(draft, field, 0);
    // A whole section is seldom worth losing.
    if (field.path.length === 1 && (given === undefined || !isObject(given)) && !random.chance(0.2)) return;
    place(draft, field.path, given, random.chance(0.8));
  };
}

/** Makes an alias the aliased field or a part of it; or equal to it, or absent. */
function shareAlias(draft: Draft, alias: Alias | null, fields: ReadonlyMap<string, Field>, random: Random): void {
  if (alias === null) return;
  const [text, aliased] = [aliasPath(alias), aliasedPath(alias)];
  // Rules that write into the aliased field can observe the alias without referring to it.
  if (!fields.has(aliased.join(".")) || random.chance(0.3) || !isObject(draft[alias.section] ?? {})) return;
  const inside = [...fields.values()]
    .map(({ path }) => path)
    .filter((path) => path[0] === alias.section && path[1] === alias.of && path.length > 2);
  const known = inside.length === 0 ? [] : random.pick(inside).slice(2);
  // Also below structures that rules read as a whole.
  const part = (random.chance(0.3) ? [...known, "part"] : known).slice(0, 1 + random.below(3));
  switch (random.below(8)) {
    case 0:
      return place(draft, text, random.pick([null, undefined]), false);
    case 1:
      return place(draft, text, deepCopy(readPath(draft, aliased)), false);
    case 2:
    case 3:
      return share(draft, alias, part);
    case 4:
      return share(draft, alias, [alias.usualKey]);
    default:
      return share(draft, alias, []);
  }
}
