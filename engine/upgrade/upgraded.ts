import type { Diagnostic } from "../common/diagnostic.js";
import type { Json } from "../common/json.js";
import type { Origin } from "../vllm/config/origin.js";

/** What moving a fleet to another release of the serving engine changes. */
export interface Upgraded {
  /** Of the program. */
  readonly version: string;
  /** project@version of each release that deployments run on today, oldest first. */
  readonly from: readonly string[];
  /** project@version of the release to move to. */
  readonly to: string;
  /** Whether the move is to an older release, for all of them. */
  readonly isDowngrade: boolean;
  /** Those that change or fail, worst first: new failures, then flags, then fields, then logs; then by name. */
  readonly deployments: readonly UpgradedDeployment[];
  /** Names of those that do not change. */
  readonly unchanged: readonly string[];
  /** Names of those without a config.json: only their flags were looked at, no rule ran. They may be among the others, too. */
  readonly flagsOnly: readonly string[];
  /** Names of recipes that ask for a later release than the one that they are compared from. */
  readonly tooEarly: readonly string[];
  /** Files and lines that could not be read. */
  readonly findings: readonly Diagnostic[];
  /** The kinds of changes with which the command exits with 1. */
  readonly failOn: readonly UpgradeKind[];
}

export interface UpgradedDeployment {
  /** The file, with the line of a file that holds one document a line. */
  readonly name: string;
  /** project@version that it runs on today. */
  readonly from: string;
  /** The object of Kubernetes that it is part of, or null. */
  readonly workload: { readonly kind: string; readonly namespace: string | null; readonly name: string } | null;
  /** What its script exports, its container sets, or its recipe asks for. */
  readonly environment: Readonly<Record<string, string>>;
  /** Worst first: failures, flags, fields, logs, what is mended. */
  readonly changes: readonly UpgradeChange[];
  /** The failure that it meets in both releases, or null. */
  readonly fails: string | null;
  /** Fields that only one of the releases has, and that nobody sets: they stand at their defaults. */
  readonly newFields: readonly string[];
  readonly goneFields: readonly string[];
  /** What rules ask of the machine and nothing says, as paths of `environment`: taken as not there. */
  readonly askedOfMachine: readonly string[];
  /** Words of the command line that keep every field that can be kept, checked together; `left` is how many changes there are with them, what is mended aside. */
  readonly keep: { readonly args: readonly string[]; readonly left: number } | null;
}

/** One thing that the other release does otherwise. */
export interface UpgradeChange {
  readonly kind: Exclude<UpgradeKind, "unread">;
  /** Code of a failure or a log, the flag, dotted path of the field. */
  readonly name: string;
  /** A field's value; the text of a failure or a log; a flag as it was given. Left out where there is none. */
  readonly before?: Json;
  readonly after?: Json;
  /** The release, without its project, from which on it is so on the way; null where a cause of the kind `release` says it. */
  readonly since: string | null;
  readonly causes: readonly UpgradeCause[];
  /** How a field stays what it was, checked by running it; null for all else. `isAlone`: also without the flags for the other fields. */
  readonly keep: Keep | null;
}

export type Keep =
  | { readonly kind: "flags"; readonly args: readonly string[]; readonly isAlone: boolean }
  | { readonly kind: "none"; readonly reason: string };

export type UpgradeCause =
  | RuleCause
  /** Where a value comes from that no rule wrote; null where a rule wrote it, or nothing is known. */
  | { readonly kind: "origin"; readonly before: Origin | null; readonly after: Origin | null }
  /** What a release has and the other has not, in words. */
  | { readonly kind: "release"; readonly text: string };

export interface RuleCause {
  readonly kind: "rule";
  /** vendor/family/id. */
  readonly rule: string;
  /** Whether it does this in the release of today, in the other one, or otherwise in both. */
  readonly acts: "before" | "after" | "both";
  readonly why: string | null;
  /** Range of the releases that have the rule, or its pack; null where all have it. */
  readonly versions: string | null;
  /** Whose behavior the rule states. */
  readonly source: {
    readonly project?: string;
    readonly file?: string;
    readonly symbol?: string;
    readonly url?: string;
  } | null;
  /** Where the rule stands. */
  readonly file: string | null;
  readonly line: number | null;
  /** Where both releases have the rule: facts that it asks about and that differ. */
  readonly because: readonly { readonly fact: string; readonly before?: Json; readonly after?: Json }[];
}

/** What can change, and whether the command fails with it where nothing else is said. */
export const upgradeKinds = {
  failure: { fails: true, about: "the deployment fails, or the release does not know its model" },
  flag: { fails: true, about: "a flag, or a value that it is given, is not taken or does nothing" },
  field: { fails: true, about: "a field has another value" },
  log: { fails: false, about: "something else is logged" },
  mended: { fails: false, about: "what failed or was not taken does not fail any more" },
  unread: { fails: true, about: "a file of the fleet cannot be read" },
} as const;

export type UpgradeKind = keyof typeof upgradeKinds;

/** The kinds that were found and that the command fails with. */
export function failingKinds({ deployments, findings, failOn }: Upgraded): readonly UpgradeKind[] {
  const found = new Set<UpgradeKind>(deployments.flatMap(({ changes }) => changes.map(({ kind }) => kind)));
  return failOn.filter((kind) => found.has(kind) || (kind === "unread" && findings.length > 0));
}
