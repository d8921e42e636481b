import type { JsonObject } from "../common/json.js";
import { FettleError } from "../common/diagnostic.js";
import { parsePath, type Path } from "../common/path.js";
import { readQuery, whyNoAnswer, withinLimits, type Query } from "../explain/query.js";
import type { LinkedPacks } from "../packs/linked.js";
import type { Place, Places } from "./places.js";
import type { Moment, Recording } from "./record.js";
import { hasChanged, type StopReason, type StopsAt } from "./travel.js";

/** The location of a breakpoint, or why it cannot be set. */
export interface Placed {
  readonly place: Place | null;
  readonly message: string | null;
}

interface Breakpoint {
  readonly isAt: (moment: Moment) => boolean;
  /** Null if it is unconditional. */
  readonly condition: Query | null;
}

/** Breakpoints at lines, at rules by name, at fields that change, and at the rule that fails. */
export class Breakpoints {
  readonly #places: Places;
  readonly #rules: LinkedPacks;
  readonly #lines = new Map<string, readonly Breakpoint[]>();
  #named: readonly Breakpoint[] = [];
  #fields: readonly Path[] = [];
  stopsAtFailure = true;

  constructor(places: Places, rules: LinkedPacks) {
    this.#places = places;
    this.#rules = rules;
  }

  /** Replaces the breakpoints of a file. */
  setLines(file: string, asked: readonly { readonly line: number; readonly condition?: string }[]): readonly Placed[] {
    const set: Breakpoint[] = [];
    const placed = asked.map(({ line, condition }): Placed => {
      const found = this.#places.atLine(file, line);
      if (found === null) {
        const isPack = this.#places.stoppableIn(file).length > 0;
        return {
          place: null,
          message: isPack ? "no rule starts here or above" : "no rule in this file is loaded for the target",
        };
      }
      const read = this.#read(condition);
      if (!read.ok) return { place: found, message: read.message };
      set.push({ isAt: found.isAt, condition: read.query });
      return { place: found, message: null };
    });
    this.#lines.set(file, set);
    return placed;
  }

  /** Sets breakpoints at rules by name: vendor/family/id. */
  setRules(asked: readonly { readonly name: string; readonly condition?: string }[]): readonly Placed[] {
    const set: Breakpoint[] = [];
    const placed = asked.map(({ name, condition }): Placed => {
      const pack = [...this.#rules.packs.values()].find((entry) => entry.rules.some(({ id }) => id === name));
      const rule = pack?.rules.find(({ id }) => id === name);
      if (pack === undefined || rule === undefined) return { place: null, message: `unknown rule \`${name}\`` };
      const [read, place] = [this.#read(condition), this.#places.ofRule(pack, rule)];
      if (!read.ok) return { place, message: read.message };
      set.push({ isAt: (moment) => moment.kind === "rule" && moment.rule === rule, condition: read.query });
      return { place, message: null };
    });
    this.#named = set;
    return placed;
  }

  /** Sets data breakpoints at fields by path. */
  setFields(paths: readonly string[]): readonly Placed[] {
    const parsed = paths.map((path) => parsePath(path));
    this.#fields = parsed.flatMap((found) => (found.ok ? [found.path] : []));
    return parsed.map((found) => ({ place: null, message: found.ok ? null : found.message }));
  }

  /** Tells whether a run over a recording stops at a moment, and why. */
  stopsAt({ moments, result }: Recording): StopsAt {
    const lines = [...this.#lines.values()].flat();
    return (moment, number): StopReason | null => {
      const isLast = number === moments.length - 2;
      if (isLast && this.stopsAtFailure && result.error !== null) return "exception";
      if (lines.some((point) => isMet(point, moment))) return "breakpoint";
      if (this.#named.some((point) => isMet(point, moment))) return "function breakpoint";
      return this.#fields.some((path) => hasChanged(moments, number, path)) ? "data breakpoint" : null;
    };
  }

  #read(text: string | undefined): { readonly ok: true; readonly query: Query | null } | Refused {
    if (text === undefined || text.trim() === "") return { ok: true, query: null };
    try {
      return { ok: true, query: readQuery(text, { rules: this.#rules, pack: null }) };
    } catch (error) {
      if (!(error instanceof FettleError)) throw error;
      return { ok: false, message: error.diagnostics.map(({ message, hint }) => `${message}: ${hint}`).join("\n") };
    }
  }
}

interface Refused {
  readonly ok: false;
  readonly message: string;
}

function isMet({ isAt, condition }: Breakpoint, moment: Moment): boolean {
  return isAt(moment) && (condition === null || holds(condition, moment.document));
}

/** An expression without a result for the document does not stop the run. */
function holds(query: Query, document: JsonObject): boolean {
  try {
    return withinLimits(() =>
      query.kind === "condition" ? query.trace(document).result === true : Boolean(query.value(document)),
    );
  } catch (error) {
    if (whyNoAnswer(error) === null) throw error;
    return false;
  }
}
