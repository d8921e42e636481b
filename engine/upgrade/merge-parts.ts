import type { ResultDifference } from "../solver/compare-results.js";
import type { ComparedEntry, ComparedPart } from "./compare-part.js";
import type { Dated, Dates } from "./compare-deployment.js";
import { keyOf } from "./date-changes.js";
import type { UpgradeChange } from "./upgraded.js";

/**
 * Merges the entries that two threads compared, in the order of the fleet. The first deployment with a difference dates
 * it for all: each thread has dated its own first.
 */
export function mergeParts(own: ComparedPart, other: ComparedPart | null): readonly ComparedEntry[] {
  if (other === null) return own.entries;
  const dates = firstDates(own.dates, other.dates);
  return [...own.entries, ...other.entries]
    .sort((left, right) => left.place - right.place)
    .map((entry) => redated(entry, dates.get(entry.version)));
}

function redated(entry: ComparedEntry, dates: Dates | undefined): ComparedEntry {
  const { deployment } = entry;
  if (deployment === null || dates === undefined || dates.size === 0) return entry;
  const since = (change: UpgradeChange) => dates.get(keyOf(differenceOf(change), change.causes))?.since ?? change.since;
  const changes = deployment.changes.map((change) =>
    isDated(change) && since(change) !== change.since ? { ...change, since: since(change) } : change,
  );
  return { ...entry, deployment: { ...deployment, changes } };
}

/** Dates on which the threads disagree, by today's release. */
function firstDates(own: ComparedPart["dates"], other: ComparedPart["dates"]): ReadonlyMap<string, Dates> {
  const firstOf = (key: string, mine: Dated, theirs: Dated | undefined) =>
    theirs === undefined || mine.since === theirs.since
      ? []
      : [[key, theirs.place < mine.place ? theirs : mine] as const];
  return new Map(
    [...own].map(([release, dates]) => {
      const theirs = other.get(release) ?? new Map<string, Dated>();
      return [release, new Map([...dates].flatMap(([key, mine]) => firstOf(key, mine, theirs.get(key))))];
    }),
  );
}

/** Whether a change is a difference of results, which was dated. */
const isDated = ({ kind, since }: UpgradeChange): boolean =>
  since !== null && (kind === "failure" || kind === "field" || kind === "log");

function differenceOf(change: UpgradeChange): ResultDifference {
  const { kind, name } = change;
  return {
    ...{ kind: kind as ResultDifference["kind"], name },
    ...("before" in change && { before: change.before }),
    ...("after" in change && { after: change.after }),
  } as ResultDifference;
}
