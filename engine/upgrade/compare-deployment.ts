import { fromMap, must } from "../common/must.js";
import { compareResults, type ResultDifference } from "../solver/compare-results.js";
import { compareFlags, type ComparedFlags, type ReadArgs } from "./compare-flags.js";
import { runDeployment, shared, type Deployment, type DeploymentRun, type Release } from "./deployment.js";
import { askedOfMachine, findCauses, isGiven, isWritten } from "./find-causes.js";
import { keepValues, type Wish } from "./keep-values.js";
import type { UpgradeCause, UpgradeChange } from "./upgraded.js";

/** Changes to one deployment when it moves to another release. */
export interface DeploymentComparison {
  /** Most severe first: failures, flags, fields, logs, then fixed problems. */
  readonly changes: readonly UpgradeChange[];
  /** The failure in both releases, or null. */
  readonly fails: string | null;
  /** Fields that only one of the releases has and that nobody sets, at their defaults. */
  readonly newFields: readonly string[];
  readonly goneFields: readonly string[];
  /** Environment inputs of rules that are unknown: treated as absent. */
  readonly askedOfMachine: readonly string[];
  /**
   * Arguments that preserve all values that can be preserved, and the number of remaining changes, except fixed
   * problems; null if there are none.
   */
  readonly keep: { readonly args: readonly string[]; readonly left: number } | null;
}

/** The introducing release of a difference, and the place of the first deployment that has it. */
export interface Dated {
  readonly since: string;
  readonly place: number;
}

/** By the difference and its causes. */
export type Dates = ReadonlyMap<string, Dated>;

/** A move from one release to another, in either direction. */
export interface Move {
  readonly from: Release;
  readonly to: Release;
  /** The releases in between, in the order of the move. */
  readonly way: readonly Release[];
  /** Finds the release that introduced a difference. */
  date(
    difference: ResultDifference,
    causes: readonly UpgradeCause[],
    deployment: Deployment,
    after: DeploymentRun,
  ): string;
  /** What `date` found. */
  readonly dates: Dates;
}

const order: readonly UpgradeChange["kind"][] = ["failure", "flag", "field", "log", "fixed"];

/** Runs a deployment in both releases and reports what behaves differently, why, and how to preserve it. */
export function compareDeployment(deployment: Deployment, { from, to, way, date }: Move): DeploymentComparison {
  const [before, after] = [from, to].map((release) => runDeployment(deployment, release, { trace: true })) as [
    DeploymentRun,
    DeploymentRun,
  ];
  const flags = flagsOf(deployment, before, after, way);
  const sorted = sortOut(before, after, flags);
  const wishes = sorted.told
    .filter(({ kind }) => kind === "field")
    .map(
      ({ name, ...sides }): Wish => ({
        path: name,
        value: sides.before,
        isWritten: isWritten(name, before) || isWritten(name, after),
      }),
    );
  const { keeps, args, run } = keepValues(wishes, deployment, after);
  const changes = sorted.told.map((difference): UpgradeChange => {
    const { kind, name, ...sides } = difference;
    const isFixed = kind === "failure" && sides.after === undefined;
    const causes = findCauses(difference, before, after);
    const since = isFixed ? null : date(difference, causes, deployment, after);
    return {
      kind: isFixed ? "fixed" : kind,
      name,
      ...sides,
      since,
      causes,
      keep: kind === "field" ? fromMap(keeps, name) : null,
    };
  });
  const error = after.result.error;
  return {
    changes: [...flags.changes, ...changes].toSorted(
      (left, right) => order.indexOf(left.kind) - order.indexOf(right.kind),
    ),
    fails: error !== null && !changes.some(({ kind }) => kind === "failure") ? error.message : null,
    newFields: sorted.newFields,
    goneFields: sorted.goneFields,
    askedOfMachine: [...new Set([before, after].flatMap(askedOfMachine))],
    keep:
      run === null
        ? null
        : {
            args,
            left: sortOut(before, run, flags).told.length + flags.changes.filter(({ kind }) => kind !== "fixed").length,
          },
  };
}

function flagsOf(
  deployment: Deployment,
  before: DeploymentRun,
  after: DeploymentRun,
  way: readonly Release[],
): ComparedFlags {
  if (deployment.kind === "document") return { changes: [], fields: new Set() };
  const read = ({ built, release: { serving } }: DeploymentRun): ReadArgs => {
    const { settings, otherFlags, diagnostics } = must(built, "built");
    return { settings, otherFlags, diagnostics, serving };
  };
  return compareFlags(read(before), read(after), {
    args: deployment.build.args,
    way: way.map(({ serving }) => serving),
  });
}

interface SortedOut {
  readonly told: readonly ResultDifference[];
  readonly newFields: readonly string[];
  readonly goneFields: readonly string[];
}

/**
 * Filters out expected differences: fields that only one release has and nobody sets, and consequences of a reported
 * flag.
 */
function sortOut(before: DeploymentRun, after: DeploymentRun, flags: ComparedFlags): SortedOut {
  const [told, newFields, goneFields]: [ResultDifference[], string[], string[]] = [[], [], []];
  const { alias } = after.release.program.linked.engine;
  for (const difference of compareResults(before.result, after.result, alias, shared)) {
    const { name, kind } = difference;
    if (kind === "field" && (followsFrom(name, flags.fields, before) || isCapability(name, after))) continue;
    const isOneSided = difference.before === undefined || difference.after === undefined;
    if (kind !== "field" || !isOneSided || before.built === null || isWritten(name, before) || isWritten(name, after))
      told.push(difference);
    else if (isGiven(name, before) || isGiven(name, after)) told.push(difference);
    else (difference.before === undefined ? newFields : goneFields).push(name);
  }
  return { told, newFields, goneFields };
}

/** Whether a field says what a model class supports: an upgrade reports what follows from it. */
function isCapability(name: string, { release }: DeploymentRun): boolean {
  return release.serving.capabilities.some((section) => name.startsWith(`${section}.`));
}

/** Whether a field is set by a flag, or is a given part of one that is. */
function followsFrom(name: string, fields: ReadonlySet<string>, before: DeploymentRun): boolean {
  if (fields.size === 0) return false;
  return fields.has(name) || (isGiven(name, before) && [...fields].some((field) => name.startsWith(`${field}.`)));
}
