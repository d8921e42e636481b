import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Json, JsonObject } from "../../engine/common/json.js";
import type { makeRun } from "../../engine/compiler/make-run.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import type { BuiltDocument } from "../../engine/serving/build.js";
import { environmentOf, knownDevice } from "../../engine/serving/devices.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import type { ModelFiles } from "../../engine/serving/model-files.js";
import { isStartRefused } from "../../engine/serving/start-refused.js";
import { differingFields, flatten, type FlatDocument } from "./differing-fields.js";

export type Run = ReturnType<typeof makeRun>;

/** What is asked of vLLM. */
export interface Deployment {
  readonly id: string;
  readonly device: string;
  readonly model: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What vLLM made of a deployment. */
export interface Answer extends Deployment {
  /** Its document, flattened; null where vLLM refused to start. */
  readonly document: FlatDocument | null;
  /** What was decided later, as far as vLLM could tell. */
  readonly runtime: Readonly<Record<string, string | null>>;
}

export type Folder = Readonly<Record<string, Json>>;

export interface Answers {
  readonly release: string;
  /** Whether the CPU that was asked has AMX. */
  readonly amx: boolean;
  /** Contents of each model's folder. */
  readonly models: Readonly<Record<string, Folder>>;
  readonly answers: readonly Answer[];
}

/** Of what answers are compared: release, models and machine. */
export type Asked = Pick<Answers, "release" | "models" | "amx">;

/** A kept answer: the kind of error, or how the document differs from the release's usual values. */
export type KeptAnswer =
  | { readonly refused: string }
  | {
      readonly values: FlatDocument;
      readonly without: readonly string[];
      readonly runtime: Readonly<Record<string, string | null>>;
    };

/** The file of a release. */
export interface KeptAnswers {
  readonly release: string;
  readonly transformers: string;
  /** Whether the CPU that was asked has AMX, which all had of which the file says nothing. */
  readonly amx?: boolean;
  readonly usual: FlatDocument;
  readonly answers: Readonly<Record<string, KeptAnswer>>;
}

export interface KeptDeployments {
  readonly models: Readonly<Record<string, Folder>>;
  readonly deployments: readonly Deployment[];
}

const folder = new URL("../vectors/deployments/", import.meta.url);

export function readJson<Content>(name: string): Content {
  return JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, folder))).toString("utf8")) as Content;
}

/** Releases that there are answers of. */
export function releasesWithAnswers(): readonly string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) => /^(\d+\.\d+\.\d+)\.json\.gz$/.exec(name)?.[1] ?? []).sort();
}

/** Answers of a release; of every so many, one. */
export function readAnswers(release: string, step = 1): Answers {
  const { models, deployments } = readJson<KeptDeployments>("deployments");
  const kept = readJson<KeptAnswers>(release);
  const answered = deployments.filter(({ id }) => id in kept.answers).filter((_, index) => index % step === 0);
  const answers = answered.flatMap((deployment) => {
    const answer = kept.answers[deployment.id];
    return answer === undefined ? [] : [{ ...deployment, ...unpack(answer, kept.usual) }];
  });
  return { release, amx: kept.amx ?? true, models, answers };
}

function unpack(answer: KeptAnswer, usual: FlatDocument): Pick<Answer, "document" | "runtime"> {
  if ("refused" in answer) return { document: null, runtime: {} };
  const without = new Set(answer.without);
  const rest = Object.entries(usual).filter(([path]) => !without.has(path));
  return { document: { ...Object.fromEntries(rest), ...answer.values }, runtime: answer.runtime };
}

/** How Fettle and vLLM differ over a deployment: fields, or who alone refuses it. */
export function compareAnswer(answer: Answer, asked: Asked, run: Run): readonly string[] {
  const { document, starts } = resolve(answer, asked, run);
  if (answer.document === null) return starts ? ["only vLLM refuses it"] : [];
  if (!starts || document === null) return ["only Fettle refuses it"];
  const runtime = document["runtime"] as JsonObject;
  const decided = Object.entries(answer.runtime).filter(([name, value]) => value !== null && runtime[name] !== value);
  return [...differingFields(answer.document, flatten(document)), ...decided.map(([name]) => `runtime.${name}`)];
}

function filesOf(contents: Folder): ModelFiles {
  return { names: Object.keys(contents).filter((name) => !name.includes("/")), contents };
}

/** The document of a deployment before the rules. */
export function build({ model, device, argv, env = {} }: Deployment, { models, release, amx }: Asked): BuiltDocument {
  const known = knownDevice(device);
  if (known === undefined) throw new Error(`no device ${device}`);
  const isCpu = known.memoryGiB === null;
  const machine = { ...environmentOf(known), device_count: isCpu ? null : 8, amx: isCpu ? amx : null };
  const described = Object.entries({ ...machine, installed: [] }).filter(([, value]) => value !== null);
  const variables = Object.entries(env).map(([name, value]) => [`variables.${name}`, value] as const);
  return buildDocument({
    hfConfig: models[model]?.["config.json"] as JsonObject,
    model,
    args: argv,
    device: known.memoryGiB === null ? null : { memoryGiB: known.memoryGiB, name: known.driverName ?? "" },
    environment: [...described, ...variables].map(([field, value]) => ({ field, value, text: field })),
    files: filesOf(models[model] ?? {}),
    drafts: Object.fromEntries(Object.entries(models).map(([name, contents]) => [name, filesOf(contents)])),
    facts: loadServeFacts(release),
  });
}

/** What Fettle makes of a deployment. */
export function resolve(
  deployment: Deployment,
  asked: Asked,
  run: Run,
): { readonly document: JsonObject | null; readonly starts: boolean; readonly messages: readonly string[] } {
  const built = build(deployment, asked);
  const result = run(built.document, {});
  const wrong = built.diagnostics.filter((found) => found.severity === "error" || isStartRefused(found));
  return {
    document: result.document as JsonObject | null,
    starts: result.ok && wrong.length === 0,
    messages: wrong.map(({ message }) => message),
  };
}
