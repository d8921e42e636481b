import type { Diagnostic } from "../common/diagnostic.js";
import type { Json } from "../common/json.js";
import type { Origin } from "../serving/origin.js";

/** Changes to a fleet when it moves to another release of the serving engine. */
export interface Upgraded {
  /** Version of fettle. */
  readonly version: string;
  /** The title of the serving engine. */
  readonly engine: string;
  /** project@version of each release that deployments run today, oldest first. */
  readonly from: readonly string[];
  /** project@version of the release to move to. */
  readonly to: string;
  /** Whether the move is to an older release, for all of them. */
  readonly isDowngrade: boolean;
  /** Deployments that change or fail, most severe first: new failures, flags, fields, logs; then by name. */
  readonly deployments: readonly UpgradedDeployment[];
  /** Names of those that do not change. */
  readonly unchanged: readonly string[];
  /**
   * Names of those without a config.json: only their flags were compared, no rule ran. They may be among the others,
   * too.
   */
  readonly flagsOnly: readonly string[];
  /** Names of recipes that require a later release than the one that they are compared from. */
  readonly tooEarly: readonly string[];
  /** Files and lines that could not be read. */
  readonly findings: readonly Diagnostic[];
  /** The kinds of changes for which the command exits with 1. */
  readonly failOn: readonly UpgradeKind[];
}

export interface UpgradedDeployment {
  /** The file, with the line number for JSON Lines. */
  readonly name: string;
  /** project@version that it runs today. */
  readonly from: string;
  /** The Kubernetes object that it is part of, or null. */
  readonly workload: { readonly kind: string; readonly namespace: string | null; readonly name: string } | null;
  /** Variables that its script exports, its container sets, or its recipe requires. */
  readonly environment: Readonly<Record<string, string>>;
  /** Most severe first: failures, flags, fields, logs, then fixed problems. */
  readonly changes: readonly UpgradeChange[];
  /** The failure in both releases, or null. */
  readonly fails: string | null;
  /** Fields that only one of the releases has and that nobody sets, at their defaults. */
  readonly newFields: readonly string[];
  readonly goneFields: readonly string[];
  /** Unknown environment inputs of rules, as paths of `environment`: treated as absent. */
  readonly askedOfMachine: readonly string[];
  /**
   * Arguments that preserve every field that can be preserved, verified together; `left` is the number of remaining
   * changes, except fixed problems.
   */
  readonly keep: { readonly args: readonly string[]; readonly left: number } | null;
}

/** One difference in the other release. */
export interface UpgradeChange {
  readonly kind: Exclude<UpgradeKind, "unread">;
  /** Code of a failure or a log, the flag, dotted path of the field. */
  readonly name: string;
  /** A field's value; the text of a failure or a log; a flag as given. Omitted if there is none. */
  readonly before?: Json;
  readonly after?: Json;
  /** The introducing release, without its project; null if a cause of the kind `release` states it. */
  readonly since: string | null;
  readonly causes: readonly UpgradeCause[];
  /**
   * How to preserve a field, verified by running it; null for all other kinds. `isAlone`: also works without the flags
   * for other fields.
   */
  readonly keep: Keep | null;
}

export type Keep =
  | { readonly kind: "flags"; readonly args: readonly string[]; readonly isAlone: boolean }
  | { readonly kind: "none"; readonly reason: string };

export type UpgradeCause =
  | RuleCause
  /** Origin of a value that no rule wrote; null if a rule wrote it, or if unknown. */
  | { readonly kind: "origin"; readonly before: Origin | null; readonly after: Origin | null }
  /** Describes what only one of the releases has. */
  | { readonly kind: "release"; readonly text: string };

export interface RuleCause {
  readonly kind: "rule";
  /** vendor/family/id. */
  readonly rule: string;
  /** Whether it fires in today's release, in the other one, or differently in both. */
  readonly acts: "before" | "after" | "both";
  readonly why: string | null;
  /** Range of the releases that have the rule, or its pack; null if all have it. */
  readonly versions: string | null;
  /** The behavior that the rule describes. */
  readonly source: {
    readonly project?: string;
    readonly file?: string;
    readonly symbol?: string;
    readonly url?: string;
  } | null;
  /** Location of the rule. */
  readonly file: string | null;
  readonly line: number | null;
  /** If both releases have the rule: facts that it tests and that differ. */
  readonly because: readonly { readonly fact: string; readonly before?: Json; readonly after?: Json }[];
}

/** Kinds of changes, and whether the command fails with them by default. */
export const upgradeKinds = {
  failure: { fails: true, about: "the deployment fails, or the release does not know its model" },
  flag: { fails: true, about: "a flag or its value is rejected, or has no effect" },
  field: { fails: true, about: "a field has a different value" },
  log: { fails: false, about: "different logs" },
  fixed: { fails: false, about: "something that failed or was rejected no longer does" },
  unread: { fails: true, about: "a file of the fleet cannot be read" },
} as const;

export type UpgradeKind = keyof typeof upgradeKinds;

/** The kinds that fail the command by default. */
export const failingByDefault = (Object.keys(upgradeKinds) as UpgradeKind[]).filter((kind) => upgradeKinds[kind].fails);

/** The kinds that were found and for which the command fails. */
export function failingKinds({ deployments, findings, failOn }: Upgraded): readonly UpgradeKind[] {
  const found = new Set<UpgradeKind>(deployments.flatMap(({ changes }) => changes.map(({ kind }) => kind)));
  return failOn.filter((kind) => found.has(kind) || (kind === "unread" && findings.length > 0));
}

/** Kinds of changes that overviews count for each deployment, the most severe first. */
export const counted = ["failure", "flag", "field", "log"] as const;

/** Number of changes of a kind in a deployment; one that fails in both releases has one failure. */
export function countOf({ changes, fails }: UpgradedDeployment, kind: (typeof counted)[number]): number {
  return changes.filter((change) => change.kind === kind).length + (kind === "failure" && fails !== null ? 1 : 0);
}
