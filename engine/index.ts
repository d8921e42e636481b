import type { CheckOptions } from "./workspace/check-rules.js";
import type { Checked } from "./packs/check/checked.js";
import type { Audited } from "./audit/audited.js";
import type { AuditOptions as FleetAuditOptions } from "./audit/audit-fleet.js";
import type { DiffOptions } from "./diff/diff-rules.js";
import type { CompareOptions } from "./compare/compare.js";
import type { Compared } from "./compare/compared.js";
import type { Differed } from "./diff/differed.js";
import type { ProveOptions } from "./proofs/prove-rules.js";
import type { Proofs } from "./proofs/proved.js";
import type { Resolution } from "./report/json/json.js";
import type { ResolveOptions } from "./resolve/model-options.js";
import type { ReviewOptions } from "./review/review-rules.js";
import type { Reviewed } from "./review/reviewed.js";
import type { GenerateOptions, TestOptions } from "./testing/test-packs.js";
import type { Tested } from "./testing/tested.js";
import type { UpgradeOptions as FleetUpgradeOptions } from "./upgrade/upgrade-fleet.js";
import type { Upgraded } from "./upgrade/upgraded.js";

import { refuseUnknownOptions } from "./common/refuse-unknown-options.js";

export * from "./load.js";
export type {
  CheckOptions,
  Checked,
  CompareOptions,
  Compared,
  DiffOptions,
  Differed,
  GenerateOptions,
  ProveOptions,
  Proofs,
};
export type { Resolution, ResolveOptions, ReviewOptions, Reviewed, TestOptions, Tested };
export type { Progress } from "./common/progress.js";
export type { Audited, Upgraded };
export type { Path } from "./common/path.js";
export type { BuildOptions, BuiltDocument, Device, EnvironmentValue } from "./serving/build.js";
export type { FieldFlag, FlagKind, FlagTable, Letters, ServeFlag, Spelling } from "./serving/flags.js";
export type {
  FleetDocument,
  FleetEntry,
  FleetFlags,
  FleetModel,
  ManifestDevice,
  ReadFleetOptions,
  Unread,
  Workload,
} from "./serving/fleet.js";
export type { ConfigFile, GivenFlag, OtherFlag, ReadArgsOptions, ServeArgs, Setting, Word } from "./serving/given.js";
export type { DraftModels, ModelFiles } from "./serving/model-files.js";
export type { GivenKind, Origin, OriginKind } from "./serving/origin.js";
export type { FieldValue, Pin, PinnedArgs } from "./serving/pins.js";
export type { OverviewTopic } from "./serving/overview.js";
export type { Recipe, RecipeFeature, RecipeReader, RecipeSelection, RecipeVariant } from "./serving/recipe.js";
export type { ServerInfo, ServerReader } from "./serving/server-reader.js";
export type {
  ConfigFileReader,
  PinOptions,
  ServedEngine,
  ServingEngine,
  ServingRelease,
} from "./serving/serving-engine.js";

/** Options of an audit, and the severities for which it fails. */
export interface AuditOptions extends Omit<FleetAuditOptions, "streams"> {
  /** Defaults to `["error"]`; an unreadable file and a failed start are errors. */
  readonly failOn?: Audited["failOn"] | undefined;
}

/** Options of an upgrade, and the kinds of changes for which it fails. */
export interface UpgradeOptions extends Omit<FleetUpgradeOptions, "streams"> {
  /** Defaults to failures, rejected flags, changed fields and unreadable files. */
  readonly failOn?: Upgraded["failOn"] | undefined;
}
export type { RuleChoice } from "./workspace/choose-rules.js";

const ofRuleChoice = { set: true, target: true, engines: true, rules: true } as const;

/**
 * Resolves the configuration with which vLLM runs a model and its flags, as `fettle resolve --format json` prints it.
 *
 * @example
 * const flags = ["--max-model-len", "32k"];
 * const { effective, changes } = await resolve({ model: "./gemma-4", flags, device: "A100" });
 *
 * @throws FettleError if the model cannot be read, or an option, flag or rule is invalid.
 */
export async function resolve(options: ResolveOptions): Promise<Resolution> {
  const [{ resolveModel }, { resolveOptionNames }, { resolutionOf }] = await Promise.all([
    import("./resolve/resolve-model.js"),
    import("./resolve/model-options.js"),
    import("./report/json/json.js"),
  ]);
  refuseUnknownOptions("resolve", options, resolveOptionNames);
  return resolutionOf((await resolveModel(options)).evaluated);
}

/**
 * Compares a deployment with a running server, as `fettle compare` does: each differing field with its explanation.
 *
 * @example
 * const { differences } = await compare({ model: "./gemma-4", serverInfo: "http://127.0.0.1:8000" });
 *
 * @throws FettleError if the deployment or the server's output cannot be read.
 */
export async function compare(options: CompareOptions): Promise<Compared> {
  const [{ compareDeployment }, { resolveOptionNames }] = await Promise.all([
    import("./compare/compare.js"),
    import("./resolve/model-options.js"),
  ]);
  refuseUnknownOptions("compare", options, { ...resolveOptionNames, serverInfo: true, allowsRemote: true });
  return compareDeployment(options);
}

/**
 * Checks packs, cases, claims and sets, as `fettle check` does.
 *
 * @example
 * const { diagnostics } = await check({ places: ["rules/acme"] });
 *
 * @throws FettleError if a place cannot be read, or the set or target does not exist.
 */
export async function check(options: CheckOptions = {}): Promise<Checked> {
  refuseUnknownOptions("check", options, { ...ofRuleChoice, places: true, today: true });
  return (await import("./workspace/check-rules.js")).checkRules(options);
}

/**
 * Runs the test cases of packs and measures their coverage, as `fettle test` does.
 *
 * @example
 * const { packs } = await test({ packs: ["acme/memory"], mutate: true });
 *
 * @throws FettleError if the rules do not load or a pack does not exist.
 */
export async function test(options: TestOptions = {}): Promise<Tested> {
  refuseUnknownOptions("test", options, {
    ...ofRuleChoice,
    packs: true,
    mutate: true,
    seconds: true,
    onProgress: true,
  });
  return (await import("./testing/test-packs.js")).testPacks(options);
}

/**
 * Adds missing cases to the packs' case files, as `fettle test --generate` does, then runs all cases.
 *
 * @throws FettleError if the rules do not load or a file cannot be written.
 */
export async function generateCases(options: GenerateOptions = {}): Promise<Tested> {
  refuseUnknownOptions("generateCases", options, {
    ...ofRuleChoice,
    packs: true,
    mutate: true,
    seconds: true,
    onProgress: true,
    onNote: true,
  });
  return (await import("./testing/test-packs.js")).generateCases(options);
}

/**
 * Proves properties of packs for all documents, or finds counterexamples, as `fettle prove` does.
 *
 * @example
 * const { proved } = await prove({ packs: ["acme/memory"], seconds: 60 });
 *
 * @throws FettleError if the rules do not load or a pack does not exist.
 */
export async function prove(options: ProveOptions = {}): Promise<Proofs> {
  refuseUnknownOptions("prove", options, {
    ...ofRuleChoice,
    packs: true,
    allReleases: true,
    secondsPerQuestion: true,
    seconds: true,
    onProgress: true,
  });
  return (await import("./proofs/prove-rules.js")).proveRules(options);
}

/**
 * Compares two versions of a rule set, as `fettle diff` does. Each difference has a witness; where there is none, the
 * versions are proved equivalent if possible.
 *
 * @example
 * const { packs } = await diff({ base: "vllm@0.32", head: "vllm@0.33" });
 *
 * @throws FettleError if a version does not exist or does not load.
 */
export async function diff(options: DiffOptions = {}): Promise<Differed> {
  refuseUnknownOptions("diff", options, {
    ...ofRuleChoice,
    base: true,
    head: true,
    fleet: true,
    seconds: true,
    onProgress: true,
    onFindings: true,
  });
  return (await import("./diff/diff-rules.js")).diffRules(options);
}

/**
 * Reviews the changes that a branch makes to packs, as `fettle review` does.
 *
 * @example
 * const { findings } = await review({ base: "main", onProgress: console.log });
 *
 * @throws FettleError if a revision does not exist or cannot be read.
 */
export async function review(options: ReviewOptions = {}): Promise<Reviewed> {
  refuseUnknownOptions("review", options, {
    ...ofRuleChoice,
    base: true,
    head: true,
    failOn: true,
    seconds: true,
    today: true,
    playground: true,
    onProgress: true,
  });
  return (await import("./review/review-rules.js")).reviewRules(options);
}

/**
 * Checks every deployment of a fleet against launch checks and policies, each at its own release, as `fettle audit`
 * does.
 *
 * @example
 * const { deployments } = await audit({ places: ["deployments"], policies: ["acme"] });
 *
 * @throws FettleError if a place cannot be read, or a policy, set or target does not exist.
 */
export async function audit({ failOn = ["error"], ...options }: AuditOptions): Promise<Audited> {
  refuseUnknownOptions("audit", options, {
    ...ofRuleChoice,
    places: true,
    models: true,
    policies: true,
    today: true,
    device: true,
    environment: true,
    onProgress: true,
  });
  const { warnings, ...found } = await (await import("./audit/audit-fleet.js")).auditFleet(options);
  return { ...found, findings: [...warnings, ...found.findings], failOn };
}

/**
 * Shows what another release changes for each deployment of a fleet, as `fettle upgrade` does.
 *
 * @example
 * const { deployments } = await upgrade({ places: ["deployments"], from: "0.32", to: "0.33" });
 *
 * @throws FettleError if a place cannot be read, or a set or release does not exist.
 */
export async function upgrade({ failOn, ...options }: UpgradeOptions): Promise<Upgraded> {
  refuseUnknownOptions("upgrade", options, {
    ...ofRuleChoice,
    from: true,
    to: true,
    places: true,
    models: true,
    device: true,
    environment: true,
    onProgress: true,
    onFindings: true,
  });
  const [{ upgradeFleet }, { failingByDefault }] = await Promise.all([
    import("./upgrade/upgrade-fleet.js"),
    import("./upgrade/upgraded.js"),
  ]);
  return { ...(await upgradeFleet(options)), failOn: failOn ?? failingByDefault };
}

/**
 * Formats a rule file canonically, as `fettle fmt` does. The extension of `file` selects the schema.
 *
 * @example
 * const text = await format(readFileSync("acme.pack.json", "utf8"), "acme.pack.json");
 *
 * @throws FettleError if the text is not JSON, or would be too long for a string.
 */
export async function format(text: string, file: string): Promise<string> {
  const [{ readJson }, { formatRules }, { FettleError }, { refuseTooLong }] = await Promise.all([
    import("./common/read-json.js"),
    import("./packs/format-rules.js"),
    import("./common/diagnostic.js"),
    import("./common/too-long.js"),
  ]);
  const read = readJson(text, file);
  if (!read.ok) throw new FettleError(read.diagnostics);
  return refuseTooLong(() => formatRules(text, file));
}
