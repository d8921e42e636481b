import semver from "semver";
import { itemAt } from "../common/must.js";
import { compareDeployment, type Move } from "./compare-deployment.js";
import { compareFlags, type ReadArgs } from "./compare-flags.js";
import type { Release } from "./deployment.js";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import { countOf, counted, type UpgradedDeployment, type Upgraded } from "./upgraded.js";
import type { Machine } from "../resolve/machine.js";
import type { Input } from "../workspace/read-input.js";
import type { FleetEntry, FleetFlags, FleetModel } from "../serving/fleet.js";
import { machineOf as ofManifest } from "../serving/machine.js";
import { version } from "../common/version.js";
import { noProgress, type Progress } from "../common/progress.js";
import { openReleases, type OpenReleases, type ReleaseChoice } from "./open-releases.js";

type Readable = Exclude<FleetEntry, { readonly kind: "unread" }>;
type Compared = Omit<UpgradedDeployment, "from" | "workload" | "environment">;

export interface UpgradeOptions extends ReleaseChoice {
  /** Files and folders with deployments; with `streams`, `-` is standard input. */
  readonly places: readonly string[];
  /** Folders that contain models by id, besides the folder of the file that serves them. */
  readonly models?: readonly string[] | undefined;
  /** The GPU and other known properties of the machine; takes precedence over manifests. */
  readonly device?: Machine["device"];
  readonly environment?: Machine["environment"];
  readonly streams?: Input | undefined;
  readonly onProgress?: Progress | undefined;
}

/** Compares every deployment of a fleet in two releases. @throws FettleError */
export async function upgradeFleet(options: UpgradeOptions): Promise<Omit<Upgraded, "failOn">> {
  const {
    places,
    models = [],
    device = null,
    environment = [],
    streams,
    onProgress = noProgress,
    onFindings,
  } = options;
  if (places.length === 0) {
    const hint = "name the folder that contains them: `fettle upgrade deployments`";
    throw new FettleError([diagnostic("usage", "no deployments to check", { hint })]);
  }
  const machine: Machine = { device, environment };
  const { engine, nameOf, move, to } = await openReleases(options);
  const [deployments, findings, warnings]: [UpgradedDeployment[], Diagnostic[], Diagnostic[]] = [[], [], []];
  const [unchanged, flagsOnly, tooEarly]: [string[], string[], string[]] = [[], [], []];
  const moves = new Set<Move>();
  let [seen, done] = [0, 0];
  const onFile = (share: number): void => void (done = share);
  for await (const entry of engine.readFleet(places, { models, ...(streams !== undefined && { streams }), onFile })) {
    onProgress(`${++seen} deployments`, done);
    if (entry.kind === "unread") {
      findings.push(...entry.findings);
      continue;
    }
    const own = await moveOf(entry, move);
    if ("findings" in own) {
      findings.push(...own.findings);
      continue;
    }
    moves.add(own);
    const compared = compareEntry(entry, own, machine);
    if (entry.kind !== "document") {
      warnings.push(...entry.warnings);
      if (asksForLater(entry, own.from)) tooEarly.push(entry.name);
    }
    if (entry.kind === "flags") flagsOnly.push(entry.name);
    if (compared.changes.length === 0 && compared.fails === null) unchanged.push(entry.name);
    else deployments.push({ ...compared, from: nameOf(own.from), ...surroundings(entry) });
  }
  onFindings?.(warnings);
  const from = [...moves].map((entry) => entry.from).sort((left, right) => semver.compare(left.version, right.version));
  const isDowngrade = from.length > 0 && from.every(({ version: old }) => semver.gt(old, to.version));
  return {
    version: version(),
    engine: to.program.linked.engine.title,
    from: from.map(nameOf),
    to: nameOf(to),
    isDowngrade,
    deployments: deployments.sort(worstFirst),
    unchanged: unchanged.sort(),
    flagsOnly,
    tooEarly,
    findings,
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

function worstFirst(left: UpgradedDeployment, right: UpgradedDeployment): number {
  const [one, other] = [left, right].map((entry) => counted.map((kind) => countOf(entry, kind))) as [
    number[],
    number[],
  ];
  const at = one.findIndex((number, index) => number !== other[index]);
  return at < 0 ? (left.name < right.name ? -1 : 1) : itemAt(other, at) - itemAt(one, at);
}
