import { fromMap, itemAt, lastOf } from "../../common/must.js";
import type { Path } from "../../common/path.js";
import type { ActionNode } from "../../language/actions/index.js";
import type { MessageNode } from "../../language/actions/message.js";
import { compilePacks } from "../../compiler/compile-packs.js";
import { defaultMode } from "../../compiler/compile-mode.js";
import { makeRun } from "../../compiler/make-run.js";
import { architecturesFor } from "../../packs/architectures.js";
import type { LinkedPack, LinkedPacks, LinkedRule } from "../../packs/linked.js";
import type { Target } from "../../packs/target.js";
import { computeValue, judge, type Judge } from "./encode-condition.js";
import { identical } from "./equality.js";
import type { Computed } from "./expression.js";
import { startSharing } from "./sharing.js";
import type { SymbolicRule, SymbolicRun, What } from "./symbolic-run.js";
import type { Bool, Value } from "../term.js";
import type { Terms } from "../terms.js";
import { either, get, is } from "./values.js";
import { enter, hasItem, otherNames, parentOf, type State } from "./write-field.js";

type Finding = { -readonly [Key in "rules" | "logs" | "failures"]: SymbolicRun[Key][number][] };

/**
 * Encodes a program over all documents at once. `from` is the start: the input document, or the end of another run over
 * the same terms.
 */
export function encodeProgram(terms: Terms, linked: LinkedPacks, what: What, from?: SymbolicRun): SymbolicRun {
  const start = startSharing(terms);
  const before = from?.after ?? start.document;
  const state: State = { document: before, shared: from?.shared ?? start.shared, alive: terms.yes };
  const found: Finding = { rules: [], logs: [], failures: [] };
  const runner: Runner = { terms, linked, state, ...found };
  const given =
    "pack" in what
      ? terms.and(start.given, matches(terms, fromMap(linked.packs, what.pack), linked.target, before))
      : start.given;
  if ("pack" in what) runPack(runner, fromMap(linked.packs, what.pack), terms.yes);
  else for (const stage of what.stages) runStage(runner, stage);
  const paths = new Set(
    found.rules.flatMap(({ writes }) => writes.flatMap(({ path }) => [path, ...otherNames(terms, path)])),
  );
  const valueAt = (document: Value, path: string) =>
    path.split(".").reduce((value, key) => get(terms, value, key), document);
  const fields = [...paths].map((path) => ({
    path,
    before: valueAt(before, path),
    after: valueAt(state.document, path),
  }));
  return {
    what,
    given,
    before,
    ...found,
    fields,
    after: state.document,
    shared: state.shared,
    ok: state.alive,
    evaluate: evaluatorOf(linked, what),
  };
}

/** The engine's own run of a program, compiled on first use. Closures are compiled faster, code runs faster. */
export function evaluatorOf(linked: LinkedPacks, what: What, mode = defaultMode()): SymbolicRun["evaluate"] {
  let run: ReturnType<typeof makeRun> | undefined;
  return (document, options = {}) => {
    run ??= makeRun("pack" in what ? [] : what.stages, compilePacks(linked, mode), linked.engine);
    return run(document, { ...options, ...("pack" in what ? { pack: what.pack } : {}) });
  };
}

interface Runner extends Finding {
  readonly terms: Terms;
  readonly linked: LinkedPacks;
  readonly state: State;
}

/** The architecture in a document. */
export const architecture = (terms: Terms, document: Value): Value =>
  terms.engine.dispatch.reduce((value, key) => get(terms, value, key), document);

/** Whether a value is one of these strings. */
export function isOne(terms: Terms, value: Value, names: Iterable<string>): Bool {
  return terms.or(...[...names].map((name) => identical(terms, value, terms.constant(name))));
}

function matches(terms: Terms, { pack }: LinkedPack, target: Target, document: Value): Bool {
  const names = architecturesFor(pack, target);
  return names === null ? terms.yes : isOne(terms, architecture(terms, document), names);
}

function runStage(runner: Runner, stage: LinkedPacks["stages"][number]): void {
  const { terms, linked, state } = runner;
  const model = architecture(terms, state.document);
  if (stage.kind === "dispatch") {
    for (const name of new Set(stage.packs.values())) {
      const architectures = [...stage.packs.keys()].filter((key) => stage.packs.get(key) === name);
      runPack(runner, fromMap(linked.packs, name), isOne(terms, model, architectures));
    }
    return;
  }
  const pack = fromMap(linked.packs, stage.pack);
  const where = stage.architectures === null ? terms.yes : isOne(terms, model, stage.architectures);
  runPack(
    runner,
    pack,
    stage.when === null ? where : terms.and(where, judge(judging(runner, pack, null, []), stage.when, where)),
  );
}

/**
 * Runs a pack. `where` is the path condition without reachability: results after a failure are meaningless anyway, so
 * the document need not include it in each of its values.
 */
function runPack(runner: Runner, pack: LinkedPack, where: Bool): void {
  if (where === runner.terms.no) return;
  for (const rule of pack.rules) runRule(runner, pack, rule, where);
}

function runRule(runner: Runner, pack: LinkedPack, rule: LinkedRule, where: Bool): void {
  const { terms, state } = runner;
  const reached = terms.and(where, state.alive);
  const conditions: SymbolicRule["conditions"][number][] = [];
  const writes: SymbolicRule["writes"][number][] = [];
  const fires =
    rule.when === null ? where : terms.and(where, judge(judging(runner, pack, rule.id, conditions), rule.when, where));
  runner.rules.push({
    id: rule.id,
    pack,
    rule,
    reached,
    fired: terms.and(fires, state.alive),
    meant: fires,
    conditions,
    writes,
  });
  for (const action of rule.then) {
    if (terms.and(fires, state.alive) === terms.no) continue;
    terms.at = { pack: pack.name, at: action.at, reason: "" };
    runAction(runner, pack, rule, action, fires, writes);
  }
}

function judging(
  runner: Runner,
  pack: LinkedPack,
  rule: string | null,
  conditions: SymbolicRule["conditions"][number][],
): Judge {
  const { terms, linked, state } = runner;
  return {
    terms,
    operators: linked.operators,
    enter: ({ at }) => void (terms.at = { pack: pack.name, at, reason: "" }),
    document: state.document,
    shared: state.shared,
    note: ({ at }, where, holds, fact) =>
      void conditions.push({ at, reached: terms.and(where, state.alive), holds, fact }),
    fail: ({ at }, where, faults) => fail(runner, pack, rule, at, where, faults),
  };
}

/** A fault, with its path if it has one. */
type ActionFault = Computed["faults"][number] & { readonly path?: string };

/** Ends the evaluation where a fault occurs. */
function fail(
  { terms, state, failures }: Runner,
  pack: LinkedPack,
  rule: string | null,
  at: string,
  where: Bool,
  faults: readonly ActionFault[],
): void {
  for (const { when, code, kind, path = null } of faults) {
    const meant = terms.and(where, when);
    const met = terms.and(state.alive, meant);
    if (met === terms.no) continue;
    failures.push({ when: met, meant, code, kind, path, rule, place: { pack: pack.name, at, reason: "" } });
    state.alive = terms.and(state.alive, terms.not(meant));
  }
}

function runAction(
  runner: Runner,
  pack: LinkedPack,
  rule: LinkedRule,
  action: ActionNode,
  where: Bool,
  writes: SymbolicRule["writes"][number][],
): void {
  const { terms, state, logs } = runner;
  const fails = (faults: readonly ActionFault[]) => fail(runner, pack, rule.id, action.at, where, faults);
  const fault = (test: Bool, code: string, kind: string, path?: Path): ActionFault => {
    const named = path === undefined ? {} : { path: path.join(".") };
    return { when: test, code: terms.constant(code), kind: terms.constant(kind), ...named };
  };
  switch (action.kind) {
    case "include":
      return runPack(runner, fromMap(runner.linked.packs, action.pack), where);
    case "log": {
      const params = readMessage(runner, action.message, fails);
      logs.push({ rule: rule.id, code: action.code, level: action.level, when: terms.and(where, state.alive), params });
      return;
    }
    case "fail":
      readMessage(runner, action.message, fails);
      return fails([fault(terms.yes, action.code, action.errorKind)]);
    case "set": {
      const { value, faults } = computeValue(terms, action.value, state.document, state.shared);
      const parent = parentOf(terms, state.document, action.path);
      const isItem = terms.and(is(terms, "array", parent), hasItem(terms, parent, lastOf(action.path)));
      fails([
        ...faults,
        fault(is(terms, "absent", value), "fettle/absent-value", "missing", action.path),
        fault(
          terms.not(terms.or(is(terms, "object", parent), isItem)),
          "fettle/missing-parent",
          "missing",
          action.path,
        ),
      ]);
      return enter(runner, action.path, value, where, isItem, writes);
    }
    case "unset": {
      const parent = parentOf(terms, state.document, action.path);
      const name = lastOf(action.path);
      const isItem = terms.and(is(terms, "array", parent), hasItem(terms, parent, name));
      fails([fault(isItem, "fettle/array-item", "type", action.path)]);
      // Omitting an absent key does not change the object.
      return enter(
        runner,
        action.path,
        terms.constant(undefined),
        terms.and(where, is(terms, "object", parent)),
        terms.no,
        writes,
      );
    }
    default:
      action satisfies never;
  }
}

function readMessage(
  { terms, state }: Runner,
  { template, values }: MessageNode,
  fails: (faults: readonly ActionFault[]) => void,
): SymbolicRun["logs"][number]["params"] {
  const names = template.flatMap((part) => ("name" in part ? [part.name] : []));
  const params = values.map((node, index) => {
    const { value, faults } = computeValue(terms, node, state.document, state.shared);
    fails(faults);
    return {
      name: itemAt(names, index),
      value: either(terms, is(terms, "absent", value), terms.constant(null), value),
    };
  });
  // A name that occurs twice in a message is one param.
  return params.filter(({ name }, index) => index === params.findIndex((other) => other.name === name));
}
