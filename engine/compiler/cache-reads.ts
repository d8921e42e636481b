import type { Alias } from "../common/engine-adapter.js";
import { fromMap } from "../common/must.js";
import { kindOf } from "../language/actions/index.js";
import type { Path } from "../common/path.js";
import { names, type Emitter } from "../language/emitter.js";
import { valueReads } from "../language/value-reads.js";
import type { ValueNode } from "../language/node.js";
import { keyOf, visitUses } from "../language/walk.js";
import type { LinkedRule } from "../packs/linked.js";

/**
 * Caches values that several conditions and actions read in variables, invalidated when a rule writes their sources.
 */
export interface Memory extends Pick<Emitter, "recall" | "forget"> {
  /** The cached values. Determine them before emitting rules, since each write updates all variables. */
  readonly kept: readonly ValueNode[];
  /** Declarators of the variables. */
  declarations(): readonly string[];
}

interface Variable {
  readonly name: string;
  /** Source that initializes the variables. */
  readonly begin: string;
  readonly reads: readonly Path[];
}

/**
 * Plans the caching of reads. Conditions with functions of their own do not use the cache; `withNamed` tells whether
 * named conditions are inlined.
 *
 * A path is read immediately, and again after each write that may change it. An expression is evaluated on first use,
 * since it may fail, and then cached unless it gave an object: each evaluation creates a new one, which `equal`
 * distinguishes from the last. Any object therefore serves as the marker of an unknown value.
 */
export function cacheReads(rules: readonly LinkedRule[], withNamed: boolean, alias: Alias | null): Memory {
  const uses = new Map<string, number>();
  const values = rules.flatMap((rule) => valuesOf(rule, withNamed));
  for (const key of values.map(keyOf)) uses.set(key, (uses.get(key) ?? 0) + 1);
  const variables = new Map<string, Variable>();
  const variable = (key: string, begin: string, reads: readonly Path[]): string => {
    const known = variables.get(key) ?? { name: `m${variables.size}`, begin, reads };
    variables.set(key, known);
    return known.name;
  };
  return {
    kept: values.filter((node) => fromMap(uses, keyOf(node)) > 1),
    recall(node, source, quick) {
      const key = keyOf(node);
      if (uses.get(key) === 1) return source;
      const reads = valueReads(node);
      const name = quick === null ? variable(key, names.helpers, reads) : variable(quick, quick, reads);
      if (quick === null) return `(typeof ${name}==="object"&&${name}!==null?${name}=${source}:${name})`;
      return quick === source ? name : `(${name}===undefined?${source}:${name})`;
    },
    forget(path) {
      const changed = [...variables.values()].filter(
        ({ reads }) => path === null || reads.some((read) => mayMeet(read, path, alias)),
      );
      return changed.map(({ name, begin }) => `${name}=${begin};`).join("");
    },
    declarations() {
      const all = [...variables.values()];
      const section = (begin: string) => /^d\.\w+(?=\?\.)/.exec(begin)?.[0];
      const sections = [...new Set(all.map(({ begin }) => section(begin)))].filter((one) => one !== undefined);
      const from = (begin: string) => {
        const one = section(begin);
        return one === undefined ? begin : `s${sections.indexOf(one)}${begin.slice(one.length)}`;
      };
      return [
        ...sections.map((one, index) => `s${index}=${one}`),
        ...all.map(({ name, begin }) => `${name}=${from(begin)}`),
      ];
    },
  };
}

function valuesOf({ when, then }: LinkedRule, withNamed: boolean): readonly ValueNode[] {
  const compared: ValueNode[] = [];
  if (when !== null) visitUses(when, ({ fact, value }) => void compared.push(fact, value), withNamed);
  return [...compared, ...then.flatMap((action) => kindOf(action).reads(action))].filter(
    ({ kind }) => kind !== "constant",
  );
}

/**
 * Whether two paths may alias: one is a prefix of the other, or of a shared part. An expression's read set has no array
 * levels.
 */
function mayMeet(read: Path, written: Path, alias: Alias | null): boolean {
  const [left, right] = [place(read, alias), place(written, alias)];
  return left.every((name, index) => index >= right.length || name === right[index]);
}

/** Normalizes a path: an alias has the place of the object around it, since one write may change both. */
function place(path: Path, alias: Alias | null): Path {
  const isAlias = alias !== null && path[0] === alias.section && path[1] === alias.field;
  return isAlias ? [alias.section, alias.of] : path.filter((name) => !/^\d+$/.test(name));
}
