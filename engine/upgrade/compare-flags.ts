import type { Diagnostic } from "../common/diagnostic.js";
import type { ServingRelease } from "../serving/serving-engine.js";
import type { ServeArgs, Word } from "../serving/given.js";
import type { UpgradeChange } from "./upgraded.js";

/** A command line as a release parses it. */
export interface ReadArgs extends Pick<ServeArgs, "settings" | "otherFlags" | "diagnostics"> {
  readonly serving: ServingRelease;
}

/** Comparison of a deployment's flags. */
export interface ComparedFlags {
  readonly changes: readonly UpgradeChange[];
  /** Fields set by flags that the other release does not accept; their differences are consequences. */
  readonly fields: ReadonlySet<string>;
}

/** Longer hints, which list many values, are omitted. */
const longestHint = 160;

interface GivenFlag {
  readonly flag: string;
  readonly field: string | null;
  readonly text: string;
}

/** The arguments, and the releases in between, in the order of the move. */
export interface FlagHistory {
  readonly args: readonly (string | Word)[];
  readonly way: readonly ServingRelease[];
}

/**
 * Finds flags and values that only one of two releases accepts, and problems of the model or its flags in only one of
 * them.
 */
export function compareFlags(before: ReadArgs, after: ReadArgs, history: FlagHistory): ComparedFlags {
  const since = (given: GivenFlag, isTaken: boolean) => ({ since: dateFlag(given, isTaken, after.serving, history) });
  const lost = taken(before).filter(({ flag }) => !taken(after).some((other) => other.flag === flag));
  const won = taken(after).filter(({ flag }) => !taken(before).some((other) => other.flag === flag));
  const told = new Set([...lost, ...won].map(({ flag }) => flag));
  const isTold = ({ flag }: Diagnostic): boolean => flag !== undefined && told.has(flag);
  const gained = gainedIn(after, before).filter((entry) => !isTold(entry));
  const fixed = gainedIn(before, after).filter((entry) => !isTold(entry));
  return {
    changes: [
      ...lost.map(
        (given): UpgradeChange => ({
          ...flagChange("flag", given, { before: given.text }, refusal(given, after)),
          ...since(given, false),
        }),
      ),
      ...won.map(
        (given): UpgradeChange => ({
          ...flagChange("fixed", given, { after: given.text }, refusal(given, before)),
          ...since(given, true),
        }),
      ),
      ...gained.map(
        (entry): UpgradeChange => flagChange(kindOf(entry), { flag: entry.code }, { after: entry.message }, entry.hint),
      ),
      ...fixed.map(
        (entry): UpgradeChange => flagChange("fixed", { flag: entry.code }, { before: entry.message }, null),
      ),
    ],
    fields: new Set([...lost, ...won].flatMap(({ field }) => field ?? [])),
  };
}

function flagChange(
  kind: UpgradeChange["kind"],
  { flag: name }: Pick<GivenFlag, "flag">,
  sides: Pick<UpgradeChange, "before" | "after">,
  why: string | null,
): UpgradeChange {
  return {
    kind,
    name,
    ...sides,
    since: null,
    causes: why === null ? [] : [{ kind: "release", text: why }],
    keep: null,
  };
}

/** The flags that a release accepts as given. */
function taken({ settings, otherFlags, serving }: ReadArgs): readonly GivenFlag[] {
  const given = (flag: string, text: string): GivenFlag => ({
    flag,
    field: serving.flags.byName.get(flag)?.field ?? null,
    text,
  });
  return [
    ...settings.map(({ flag, origin }) => given(flag.flag, origin.text)),
    ...otherFlags.filter(({ known }) => known).map(({ flag, origin }) => given(flag, origin.text)),
  ];
}

/** The release in between that introduced or removed support for a flag, as at the end. */
function dateFlag({ flag }: GivenFlag, isTaken: boolean, end: ServingRelease, { args, way }: FlagHistory): string {
  const first = way.findLastIndex(
    (serving) => taken({ ...serving.readArgs(args), serving }).some((other) => other.flag === flag) !== isTaken,
  );
  return (way[first + 1] ?? end).target;
}

/** Why a release rejects a flag that another accepts. */
function refusal({ flag }: GivenFlag, { diagnostics, serving: { adapter, flags, target } }: ReadArgs): string {
  if (!flags.byName.has(flag)) return flags.absent.get(flag) ?? `${adapter.title} ${target} has no such flag`;
  const why = diagnostics.find((entry) => entry.flag === flag);
  const said = why === undefined ? [] : [why.message, ...(why.hint.length > longestHint ? [] : [why.hint])];
  return [`${adapter.title} ${target} rejects it`, ...said].join(": ");
}

/** Diagnostics that only one release has; ignores notes, and flags that neither has. */
function gainedIn(own: ReadArgs, other: ReadArgs): readonly Diagnostic[] {
  const key = ({ code, path, architecture, message }: Diagnostic) =>
    JSON.stringify([code, path, architecture ?? message]);
  const known = new Set(other.diagnostics.map(key));
  return own.diagnostics.filter(
    (entry) =>
      entry.severity !== "note" &&
      entry.code !== "unknown-flag" &&
      entry.code !== "repeated-flag" &&
      !known.has(key(entry)),
  );
}

function kindOf({ code }: Diagnostic): UpgradeChange["kind"] {
  return code === "flag-without-effect" ? "flag" : "failure";
}
