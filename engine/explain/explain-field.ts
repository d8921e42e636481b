import { kindOf } from "../language/actions/index.js";
import type { MaybeJson } from "../common/json.js";
import { pathsOf } from "../common/aliases.js";
import { overlaps, readPath, startsWith, type Path } from "../common/path.js";
import type { Origin } from "../serving/origin.js";
import type { Change, EvaluationError, TracedCondition } from "../generated/result.js";
import type { LinkedRule } from "../packs/linked.js";
import { certaintyOf, type Certainty } from "./certainty.js";
import type { Evaluated } from "./evaluated.js";
import { findOrigin } from "./origin-of.js";
import { runnablePacks } from "./runnable-packs.js";
import { decidingOf, type Deciding } from "./deciding.js";
import { whyUnreached, type Unreached } from "./unreached.js";

/** The history of one field. `before` and `after` are omitted if it is absent. */
export interface FieldHistory {
  readonly path: string;
  /** Other paths to the same field (aliases). */
  readonly alsoAt: readonly string[];
  readonly before?: unknown;
  /** Its value after the rules; also omitted if the evaluation failed. */
  readonly after?: unknown;
  readonly origin: Origin | null;
  readonly certainty: Certainty;
  readonly moves: readonly Move[];
  /** Rules that write the field, a part of it or a section around it, and did not change it. */
  readonly others: readonly OtherRule[];
  readonly error: EvaluationError | null;
}

export interface Move {
  readonly rule: string;
  readonly why: string | null;
  /** The change in the ledger: of the field, a part of it, or a section around it. */
  readonly change: Change;
  readonly when: TracedCondition | null;
}

export interface OtherRule {
  readonly rule: string;
  readonly why: string | null;
  /**
   * ran: it ran, but the field already had this value; stopped: a condition did not hold; unreached: it was never
   * evaluated.
   */
  readonly outcome: "ran" | "stopped" | "unreached";
  readonly when: TracedCondition | null;
  readonly stoppedBy: readonly Deciding[];
  readonly unreached: Unreached | null;
}

/** Explains one field: the rules that changed it, and those that could have but did not. */
export function explainField(path: Path, evaluated: Evaluated): FieldHistory {
  const { before, result, trace, rules, built } = evaluated;
  const paths = pathsOf(path, before, rules.engine.alias);
  const touches = (other: Path) => paths.some((mine) => overlaps(mine, other));
  const changes = result.changes.filter((change) => touches(change.path.split(".")));
  const runnable = runnablePacks(rules);
  const packs = [...rules.packs.values()].filter(({ name }) => runnable.has(name) || name === evaluated.pack);
  const writers = packs.flatMap((pack) => pack.rules.filter((rule) => writesOf(rule).some(touches)));
  const whyOf = new Map(writers.map(({ id, rule }) => [id, rule.why ?? null]));
  const fired = new Map(trace.filter((entry) => entry.fired).map((entry) => [entry.rule, entry.when ?? null]));
  const moves = changes.map(
    (change): Move => ({
      rule: change.rule,
      why: whyOf.get(change.rule) ?? null,
      change,
      when: fired.get(change.rule) ?? null,
    }),
  );
  const movers = new Set(moves.map(({ rule }) => rule));
  return {
    path: path.join("."),
    alsoAt: paths.slice(1).map((other) => other.join(".")),
    ...present("before", readPath(before, path)),
    ...present("after", result.document === null ? undefined : readPath(result.document, path)),
    origin: built === null ? null : findOrigin(path.join("."), built.origins),
    certainty: certaintyOf(evaluated)(path.join(".")),
    moves,
    others: writers.filter(({ id }) => !movers.has(id)).map((rule) => otherRule(rule, evaluated)),
    error: result.error,
  };
}

/** Whether any rule writes a field, a part of it, or a section around it. */
export function isWritten(path: Path, { before, rules }: Evaluated): boolean {
  const paths = pathsOf(path, before, rules.engine.alias);
  return [...rules.packs.values()].some((pack) =>
    pack.rules.some((rule) => writesOf(rule).some((written) => paths.some((mine) => startsWith(written, mine)))),
  );
}

function writesOf(rule: LinkedRule): readonly Path[] {
  return rule.then.map((action) => kindOf(action).writes(action)).filter((written) => written !== null);
}

function otherRule({ id, rule }: LinkedRule, evaluated: Evaluated): OtherRule {
  const entries = evaluated.trace.filter((entry) => entry.rule === id);
  const about = { rule: id, why: rule.why ?? null };
  const ran = entries.find(({ fired }) => fired);
  if (ran !== undefined) return { ...about, outcome: "ran", when: ran.when ?? null, stoppedBy: [], unreached: null };
  const when = entries[0]?.when ?? null;
  if (when !== null) return { ...about, outcome: "stopped", when, stoppedBy: decidingOf(when), unreached: null };
  const pack = id.slice(0, id.lastIndexOf("/"));
  const wasBegun = evaluated.trace.some((entry) => entry.rule.startsWith(`${pack}/`));
  const unreached = wasBegun
    ? { reason: `the evaluation failed earlier, at \`${evaluated.result.error?.rule ?? pack}\`` }
    : whyUnreached(pack, evaluated);
  return { ...about, outcome: "unreached", when: null, stoppedBy: [], unreached };
}

function present(key: "before" | "after", value: MaybeJson): object {
  return value === undefined ? {} : { [key]: value };
}
