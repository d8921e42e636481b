import semver from "semver";
import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import { machineOf as ofManifest } from "../serving/machine.js";
import type { FleetEntry, FleetFlags, FleetModel, ReadFleetOptions } from "../serving/fleet.js";
import type { Machine } from "../resolve/machine.js";
import { compareDeployment, type Dates, type Move } from "./compare-deployment.js";
import { compareFlags, type ReadArgs } from "./compare-flags.js";
import type { Release } from "./deployment.js";
import type { OpenReleases } from "./open-releases.js";
import type { UpgradedDeployment } from "./upgraded.js";

type Readable = Exclude<FleetEntry, { readonly kind: "unread" }>;
type Compared = Omit<UpgradedDeployment, "from" | "workload" | "environment">;

/** What was found out about an entry of a fleet. */
export interface ComparedEntry {
  /** The fraction of the files before its own: the order of entries. */
  readonly place: number;
  /** Why it could not be compared. */
  readonly findings: readonly Diagnostic[];
  /** Null if it could not be compared. */
  readonly deployment: UpgradedDeployment | null;
  /** The release that it runs today. */
  readonly version: string;
  readonly warnings: readonly Diagnostic[];
  readonly isFlagsOnly: boolean;
  readonly isTooEarly: boolean;
}

/** The entries of a fleet that one thread compares, in order. */
export interface ComparedPart {
  readonly entries: readonly ComparedEntry[];
  /** When differences were introduced, by today's release. */
  readonly dates: ReadonlyMap<string, Dates>;
}

/** Where the fleet is, its machine, and what was read of it. */
export interface FleetReading {
  readonly places: readonly string[];
  readonly machine: Machine;
  readonly read: ReadFleetOptions;
  /** The fraction of the files before the one that was read last. */
  readonly place: () => number;
  readonly onEntry: () => void;
}

/** Compares the deployments of a fleet, or those that `takes` chooses. */
export async function comparePart(
  { engine, nameOf, move }: OpenReleases,
  { places, machine, read, place, onEntry }: FleetReading,
): Promise<ComparedPart> {
  const entries: ComparedEntry[] = [];
  const moves = new Set<Move>();
  const once = sameLists();
  const none = { deployment: null, version: "", warnings: [], isFlagsOnly: false, isTooEarly: false };
  for await (const entry of engine.readFleet(places, read)) {
    onEntry();
    const own = entry.kind === "unread" ? entry : await moveOf(entry, move);
    if (entry.kind === "unread" || "findings" in own) {
      entries.push({ ...none, place: place(), findings: "findings" in own ? own.findings : [] });
      continue;
    }
    moves.add(own);
    const compared = compareEntry(entry, own, machine);
    const { newFields, goneFields, askedOfMachine } = compared;
    const lists = {
      newFields: once(newFields),
      goneFields: once(goneFields),
      askedOfMachine: once(askedOfMachine),
    };
    entries.push({
      ...{ place: place(), findings: [], version: own.from.version },
      deployment: { ...compared, ...lists, from: nameOf(own.from), ...surroundings(entry) },
      warnings: entry.kind === "document" ? [] : entry.warnings,
      isFlagsOnly: entry.kind === "flags",
      isTooEarly: entry.kind !== "document" && asksForLater(entry, own.from),
    });
  }
  return { entries, dates: new Map([...moves].map(({ from, dates }) => [from.version, dates])) };
}

/** Deployments have long lists of the same fields: one object for all, which also crosses threads once. */
function sameLists(): (list: readonly string[]) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (list) => {
    const key = JSON.stringify(list);
    const before = known.get(key) ?? list;
    known.set(key, before);
    return before;
  };
}

/** The move of a deployment, or why there is none. */
async function moveOf(
  entry: Readable,
  move: OpenReleases["move"],
): Promise<Move | { readonly findings: readonly Diagnostic[] }> {
  try {
    return await move(entry.kind === "document" ? {} : entry);
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    return { findings: error.diagnostics.map((found) => ({ ...found, file: entry.name })) };
  }
}

/** The environment of a deployment, as far as its file states it. */
function surroundings(entry: Readable): Pick<UpgradedDeployment, "workload" | "environment"> {
  return entry.kind === "document"
    ? { workload: null, environment: {} }
    : { workload: entry.workload, environment: { ...entry.environment } };
}

function asksForLater({ needs }: FleetFlags | FleetModel, { version: from }: Release): boolean {
  const least = semver.coerce(needs ?? "");
  return least !== null && semver.lt(from, least);
}

function compareEntry(entry: Readable, move: Move, machine: Machine): Compared {
  if (entry.kind === "flags") return compareArgs(entry, move);
  if (entry.kind === "document") return { name: entry.name, ...compareDeployment(entry, move) };
  const { name, hfConfig, files, model, args, drafts = {} } = entry;
  const own = ofManifest(entry);
  const build = {
    ...{ hfConfig, files, model, args, drafts },
    device: machine.device ?? own.device,
    environment: [...own.environment, ...machine.environment],
  };
  return { name, ...compareDeployment({ kind: "model", name, build }, move) };
}

/** Compares only flags if there is no model to run. */
function compareArgs({ name, args }: FleetFlags, { from, to, way }: Move): Compared {
  const read = ({ serving }: Release): ReadArgs => ({ ...serving.readArgs(args), serving });
  const { changes } = compareFlags(read(from), read(to), { args, way: way.map(({ serving }) => serving) });
  return { name, changes, fails: null, newFields: [], goneFields: [], askedOfMachine: [], keep: null };
}
