import path from "node:path";
import semver from "semver";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import { didYouMean } from "../common/nearest.js";
import type { Progress } from "../common/progress.js";
import { version } from "../common/version.js";
import { nearestRelease } from "../packs/choose-target.js";
import { releaseNamed } from "../packs/known-releases.js";
import { readPacks } from "../packs/read-packs.js";
import { targetText } from "../packs/target.js";
import type { BuildOptions } from "../serving/build.js";
import { type FleetEntry, type FleetFlags, type FleetModel, ownerName } from "../serving/fleet.js";
import { weightBytes } from "../workspace/weight-bytes.js";
import { machineOf } from "../serving/machine.js";
import { servingEngineOf } from "../resolve/serving-engines.js";
import type { ServingRelease } from "../serving/serving-engine.js";
import { chooseRules, type RuleChoice } from "../workspace/choose-rules.js";
import { loadProgram, type Program } from "../workspace/load-program.js";
import { findProject } from "../workspace/project.js";
import { readFolders } from "../workspace/read-folders.js";
import type { Input } from "../workspace/read-input.js";
import { systemDay } from "../workspace/system-day.js";
import { auditDeployment, type AuditInput } from "./audit-deployment.js";
import type { Audited, AuditedDeployment, AuditRule } from "./audited.js";
import { acceptedViolations } from "./exceptions.js";
import { auditRule, policiesOf } from "./policies.js";

export interface AuditOptions extends RuleChoice {
  /** Files and folders with deployments; with `streams`, `-` is standard input. */
  readonly places: readonly string[];
  /** Folders that contain models by id, besides the folder of the file that serves them. */
  readonly models?: readonly string[] | undefined;
  /** Names of policies, or of their vendors; defaults to all that are loaded. */
  readonly policies?: readonly string[] | undefined;
  /** The date by which exceptions are judged, as YYYY-MM-DD; defaults to today. */
  readonly today?: string | undefined;
  /** The GPU and other known properties of the machine; takes precedence over manifests. */
  readonly device?: BuildOptions["device"];
  readonly environment?: BuildOptions["environment"];
  readonly streams?: Input | undefined;
  readonly onProgress?: Progress | undefined;
}

type Readable = Exclude<FleetEntry, { readonly kind: "unread" }>;

/**
 * Checks every deployment of a fleet against launch checks and policies, each at its own release.
 *
 * @throws FettleError if a place cannot be read, or a policy, set or target does not exist.
 */
export async function auditFleet(
  options: AuditOptions,
): Promise<Omit<Audited, "failOn"> & { readonly warnings: readonly Diagnostic[] }> {
  const { places, models = [], policies: names = [], today = systemDay(), streams } = options;
  if (places.length === 0) {
    const hint = "name the folder that contains them: `fettle audit deployments`";
    throw new FettleError([diagnostic("usage", "no deployments to check", { hint })]);
  }
  const { open, exceptions, warnings, engine } = await openPolicies(options);
  const accepted = acceptedViolations(exceptions, today);
  const [deployments, findings, entries]: [AuditedDeployment[], Diagnostic[], Readable[]] = [[], [], []];
  const [rules, targets] = [new Map<string, AuditRule>(), new Map<string, string>()];
  for await (const entry of engine.readFleet(places, { models, ...(streams === undefined ? {} : { streams }) })) {
    if (entry.kind === "unread") findings.push(...entry.findings);
    else entries.push(entry);
  }
  for (const [index, entry] of entries.entries()) {
    options.onProgress?.(`${index + 1} of ${entries.length} deployments`, index / entries.length);
    const opened = await attempt(entry, () => open(entry.kind === "document" ? null : entry.release));
    if ("findings" in opened) {
      findings.push(...opened.findings);
      continue;
    }
    const { program, isStated } = opened;
    targets.set(targetText(program.linked.target), program.linked.target.version);
    const policies = policiesOf(program.linked, names);
    for (const policy of policies) for (const rule of policy.rules) rules.set(rule.id, auditRule(rule, policy));
    const against = { program, isTargetStated: isStated, policies, accepts: accepted.find };
    const weighed = await attempt(entry, async () => ({ bytes: await weightsOf(entry) }));
    if ("findings" in weighed) findings.push(...weighed.findings);
    const weights = "bytes" in weighed ? weighed.bytes : null;
    deployments.push(
      auditDeployment(
        { ...inputOf(entry, entries, engine.release(program.linked.target.version), options), weights },
        against,
      ),
    );
  }
  return {
    version: version(),
    targets: [...targets.keys()].sort((left, right) =>
      semver.compare(targets.get(left) ?? "", targets.get(right) ?? ""),
    ),
    rules: [...rules.values()].sort((left, right) => (left.rule < right.rule ? -1 : 1)),
    ...{ deployments, findings, idle: accepted.idle(deployments), warnings },
  };
}

/**
 * Opens programs by release, each loaded on first use, and the exceptions of the team's own folders. @throws
 * FettleError
 */
async function openPolicies(options: AuditOptions) {
  const chosen = chooseRules(options, await findProject());
  const load = async (target: string | undefined) => {
    const { program, diagnostics } = await loadProgram({ ...chosen, target, deployments: true });
    if (program === null) throw new FettleError(diagnostics);
    return { program, diagnostics };
  };
  const { program: usual, diagnostics: warnings } = await load(chosen.target);
  const { project, version: usualVersion } = usual.linked.target;
  checkNames(options.policies ?? [], usual);
  const opened = new Map([[usualVersion, usual]]);
  const open = async (named: string | null) => {
    if (named === null || options.target !== undefined) return { program: usual, isStated: false };
    const release = releaseNamed(named, project);
    if (release === null) throw unknownRelease(named, project);
    const program = opened.get(release) ?? (await load(`${project}@${release}`)).program;
    opened.set(release, program);
    return { program, isStated: true };
  };
  const { files } = await readFolders(chosen.rules);
  const engine = await servingEngineOf(usual.linked.engine);
  return { open, exceptions: readPacks(files).exceptions, warnings, engine };
}

/** @throws FettleError if a policy does not exist. */
function checkNames(names: readonly string[], { linked }: Program): void {
  const known = [...linked.packs.values()].filter(({ pack }) => pack.kind === "policy").map(({ name }) => name);
  for (const name of names) {
    if (known.some((policy) => policy === name || policy.startsWith(`${name}/`))) continue;
    const hint = didYouMean(name, known) ?? `policies: ${known.join(", ")}`;
    throw new FettleError([diagnostic("unknown-pack", `unknown policy \`${name}\``, { hint })]);
  }
}

function unknownRelease(named: string, project: string): FettleError {
  const message = `\`${named}\` is not a known release of ${project}`;
  const hint = `${nearestRelease(project, named)}; \`--target\` sets one for all deployments`;
  return new FettleError([diagnostic("unknown-release", message, { hint })]);
}

/** Opens a deployment, or returns the reason why not, so that one mistake does not stop the others. */
async function attempt<Opened>(
  entry: Readable,
  open: () => Promise<Opened>,
): Promise<Opened | { readonly findings: readonly Diagnostic[] }> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    const place = entry.kind === "document" ? { file: entry.name } : { file: entry.file, line: entry.line };
    return { findings: error.diagnostics.map((found) => ({ ...found, ...place })) };
  }
}

/** The size of the weights in bytes, where the model's folder states it. */
async function weightsOf(entry: Readable): Promise<number | null> {
  return entry.kind !== "model" || entry.folder === null ? null : weightBytes(entry.folder);
}

function inputOf(
  entry: Readable,
  all: readonly Readable[],
  serving: ServingRelease,
  { device = null, environment = [] }: AuditOptions,
): Omit<AuditInput, "weights"> {
  if (entry.kind === "document") {
    return {
      ...{ name: entry.name, file: entry.name, line: 1, stated: nothingStated, model: null, notes: [] },
      ...{ build: { model: "", args: [], device, environment }, serving, hfConfig: null, document: entry.document },
    };
  }
  const machine = machineOf(entry);
  const model = entry.kind === "model" ? entry.model : (serving.readArgs(entry.args).model?.value ?? null);
  return {
    name: nameOf(entry, all),
    ...{ file: entry.file, line: entry.line, stated: entry, model, document: null },
    notes: entry.warnings.filter(({ code }) => code !== "unknown-flag"),
    hfConfig: entry.kind === "model" ? entry.hfConfig : null,
    serving,
    build: {
      ...{ model: model ?? "", args: entry.args },
      files: entry.kind === "model" ? entry.files : null,
      drafts: entry.kind === "model" ? (entry.drafts ?? {}) : {},
      device: device ?? machine.device,
      environment: [...machine.environment, ...environment],
    },
  };
}

const nothingStated: AuditInput["stated"] = {
  ...{ workload: null, container: null, image: null, replicas: null, release: null, unknownImage: null },
  environment: {},
};

/**
 * Its owner's name, with the container if several of one object serve; otherwise its file, with the line if it contains
 * several.
 */
function nameOf(entry: FleetFlags | FleetModel, all: readonly Readable[]): string {
  const others = all.filter((other) => other !== entry && other.kind !== "document");
  const isSame = (other: Readable) =>
    other.kind !== "document" && ownerName(other, false) === ownerName(entry, false) && other.file === entry.file;
  const owned = ownerName(entry, others.some(isSame));
  if (owned !== null || entry.file === null) return owned ?? entry.name;
  const file = path.normalize(entry.file);
  return others.some((other) => other.kind !== "document" && other.file === entry.file)
    ? `${file}:${entry.line}`
    : file;
}
