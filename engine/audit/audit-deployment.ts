import type { Diagnostic } from "../common/diagnostic.js";
import type { Json, JsonObject } from "../common/json.js";
import { readPath } from "../common/path.js";
import type { Exception } from "../generated/exceptions.js";
import type { Result } from "../generated/result.js";
import type { LinkedPack } from "../packs/linked.js";
import type { ServingRelease } from "../serving/serving-engine.js";
import type { BuildOptions, BuiltDocument } from "../serving/build.js";
import { preventsStart } from "../serving/start-refused.js";
import type { Program } from "../workspace/load-program.js";
import type { AuditedDeployment, LaunchFault, Outcome, Suggestion } from "./audited.js";
import { deploymentSection, type Stated } from "./deployment-section.js";
import { asksManifestOnly, asksSettled, asksWeights, isFor, severityOf } from "./policies.js";

/** A deployment to audit: a model with its flags, or a fixed document. */
export interface AuditInput {
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly stated: Stated;
  readonly model: string | null;
  /** Null if the model's config.json was not found. */
  readonly build: Omit<BuildOptions, "hfConfig">;
  /** Its own release. */
  readonly serving: ServingRelease;
  readonly hfConfig: JsonObject | null;
  readonly document: JsonObject | null;
  /** The size of the model's weights in bytes, or null. */
  readonly weights: number | null;
  readonly notes: readonly Diagnostic[];
}

/** The rules and policies that a deployment is checked against. */
export interface AuditAgainst {
  /** The rules of its own release, including those for whole deployments. */
  readonly program: Program;
  readonly isTargetStated: boolean;
  readonly policies: readonly LinkedPack[];
  accepts(rule: string, deployment: string): Exception | null;
}

/** Findings that are meaningless if only flags are known, without config.json. */
const ofModel: ReadonlySet<string> = new Set(["no-architecture", "unknown-architecture", "bad-model-config"]);

/** Resolves a deployment at its release, and checks it against launch checks and policies. */
export function auditDeployment(input: AuditInput, against: AuditAgainst): AuditedDeployment {
  const { program } = against;
  const isResolved = input.hfConfig !== null || input.document !== null;
  const built =
    input.document === null ? input.serving.build({ ...input.build, hfConfig: input.hfConfig ?? {} }) : null;
  const told = (built?.diagnostics ?? []).filter(({ code }) => isResolved || !ofModel.has(code));
  const refused = told.filter(preventsStart);
  const before = input.document ?? built?.document ?? {};
  const notes = told.filter((found) => found.severity === "warning" && !refused.includes(found));
  const result = isResolved && refused.length === 0 ? program.run(before) : null;
  const { project, version } = program.linked.target;
  const launch = [...refused.map(faultOf), ...(result?.error == null ? [] : [faultOfRule(result)])];
  return {
    name: input.name,
    ...{ file: input.file, line: input.line },
    target: `${project}@${version}`,
    isTargetStated: against.isTargetStated,
    model: input.model,
    isResolved: result?.ok === true,
    replicas: input.stated.replicas,
    launch,
    outcomes: outcomesOf(input, against, built, before, result),
    notes: [...input.notes, ...notes],
  };
}

function faultOf({ code, message, hint }: Diagnostic): LaunchFault {
  return { code, message, hint };
}

function faultOfRule({ error }: Result): LaunchFault {
  return { code: error?.code ?? "", message: error?.message ?? "", hint: null };
}

function outcomesOf(
  input: AuditInput,
  { program, policies, accepts }: AuditAgainst,
  built: BuiltDocument | null,
  before: JsonObject,
  result: Result | null,
): readonly Outcome[] {
  const given = { settings: built?.settings ?? [], otherFlags: built?.otherFlags ?? [] };
  const resolved = result?.ok === true ? { before, result } : null;
  // If the server would not start, policies are checked against the manifest's settings.
  const isModelKnown = input.hfConfig !== null || input.document !== null;
  const section = deploymentSection(input.name, input.stated, given, input.serving, resolved);
  const deployment: JsonObject = { ...section, weight_bytes: input.weights };
  const document: JsonObject = { ...((result?.document as JsonObject | null) ?? before), deployment };
  const { title, dispatch } = program.linked.engine;
  const architecture = readPath(document, dispatch);
  return policies
    .filter((policy) => !isModelKnown || isFor(policy, architecture, program.linked))
    .flatMap((policy) => {
      const found = program.run(document, { pack: policy.name });
      return policy.rules.map((rule): Outcome => {
        const base = { rule: rule.id, severity: severityOf(rule.rule), suggestions: [], exception: null };
        const isSettled = resolved !== null || !asksSettled(rule);
        const isKnown = isModelKnown || (asksManifestOnly(rule) && policy.pack.match === undefined);
        const log = isKnown && isSettled ? found.logs.find((entry) => entry.rule === rule.id) : undefined;
        const unknown = !isKnown
          ? "the model's config.json was not found"
          : !isSettled
            ? `${title} does not start this deployment`
            : input.weights === null && asksWeights(rule)
              ? "the size of the weights was not found beside config.json"
              : found.error?.message;
        if (log === undefined && unknown !== undefined) return { ...base, verdict: "unknown", message: unknown };
        if (log === undefined) return { ...base, verdict: "passed", message: null };
        const exception = accepts(rule.id, input.name);
        const suggestions = suggestionsOf(rule.id, found, document, input);
        const verdict = exception === null ? "violated" : "accepted";
        return { ...base, verdict, message: log.message, suggestions, exception };
      });
    });
}

function suggestionsOf(
  rule: string,
  { changes }: Result,
  document: JsonObject,
  { serving }: AuditInput,
): readonly Suggestion[] {
  return changes
    .filter((change) => change.rule === rule)
    .map((change) => {
      const after = change.after as Json | undefined;
      const { args } = serving.pin({ document, changes: [{ path: change.path, after }] });
      const said = { field: change.path, args: args.length === 0 ? null : args };
      return after === undefined ? said : { ...said, value: after };
    });
}
