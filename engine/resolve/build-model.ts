import { readFileSync } from "node:fs";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import type { BuildOptions, BuiltDocument, EnvironmentValue } from "../serving/build.js";
import type { ServingRelease } from "../serving/serving-engine.js";
import { servingEngineOf } from "./serving-engines.js";
import type { Word } from "../serving/given.js";
import type { ModelFiles } from "../serving/model-files.js";
import type { LinkedPacks } from "../packs/linked.js";
import type { Target } from "../packs/target.js";
import { chooseRecipe, recipeNotes, releaseFindings } from "./choose-recipe.js";
import { findDraft } from "./find-draft.js";
import { findModel, type FoundModel } from "./find-model.js";
import { variablesOf } from "./environment-variables.js";
import { machineOrAssumed } from "./machine.js";
import type { ModelOptions } from "./model-options.js";

export interface BuiltModel extends BuiltDocument {
  readonly serving: ServingRelease;
  /** All findings, except those derived from the document itself. */
  readonly findings: readonly Diagnostic[];
  /** Rebuilds the document with additional arguments; null if they are rejected. */
  withWords(words: readonly string[]): BuiltDocument["document"] | null;
}

/** Builds the config document of a model from its config.json, a recipe and serve flags. @throws FettleError */
export async function buildModel(
  options: ModelOptions,
  { target, engine }: Pick<LinkedPacks, "target" | "engine">,
): Promise<BuiltModel> {
  const { flags: serveFlags = [], model } = options;
  const recipe = await chooseRecipe(options, engine);
  const opened = await servingEngineOf(engine);
  const served = { ...engine, serving: opened };
  const serving = opened.release(target.version, transformersOf(options.transformers));
  const args: readonly Word[] = [...(recipe?.words ?? []), ...serveFlags.map((text): Word => ({ text, kind: "flag" }))];
  const named = serving.readArgs(serveFlags).model?.value;
  const found = await findModel(model ?? named ?? recipe?.model ?? noModel(), served, options.streams);
  const name = options.modelName ?? (named === undefined ? (recipe?.model ?? found.name) : "");
  const machine = machineOrAssumed(options);
  const variables = variablesOf(options, recipe?.env ?? {});
  const readConfigFile = await serving.configFileReader(serveFlags, (file) => readFileSync(file, "utf8"));
  const withoutDrafts: BuildOptions = {
    ...{ hfConfig: found.config, model: name, args, device: machine.device },
    environment: [...machine.environment, ...packagesOf(options), ...cpuOf(options), ...variables],
    files: found.files,
    ...(readConfigFile === null ? {} : { readConfigFile }),
  };
  const [sources, built] = await buildWithDraft(withoutDrafts, serving, (name) => findDraft(name, options, served));
  const names = variables.map(({ field }) => field.slice("variables.".length));
  const ofVariables = names.length === 0 ? [] : serving.checkVariables(names);
  const ofRecipe =
    recipe === null ? [] : [...recipe.diagnostics, ...releaseFindings(recipe, options.recipe ?? "", target, engine)];
  const findings = [
    ...ofRecipe,
    ...targetNotes(serving, target),
    ...ofVariables,
    ...onePlaceEach(built.diagnostics).map((entry) => placed(entry, found)),
  ];
  if (findings.some(({ severity }) => severity === "error")) throw new FettleError(findings);
  options.onFindings?.(findings);
  if (recipe !== null) options.onNotes?.(recipeNotes(recipe).map((note) => `note: ${note}`));
  return {
    ...built,
    serving,
    findings,
    withWords(words) {
      const { document, diagnostics } = serving.build({ ...sources, args: [...args, ...words] });
      return diagnostics.some(({ severity }) => severity === "error") ? null : document;
    },
  };
}

/** Builds the document, with the files of the draft model that it names. @throws FettleError */
async function buildWithDraft(
  sources: BuildOptions,
  serving: ServingRelease,
  find: (name: string) => Promise<ModelFiles | null>,
): Promise<readonly [BuildOptions, BuiltDocument]> {
  const built = serving.build(sources);
  const name = built.missingDraft;
  const files = name === null ? null : await find(name);
  if (name === null || files === null) return [sources, built];
  const complete = { ...sources, drafts: { [name]: files } };
  return [complete, serving.build(complete)];
}

/** The optional packages of `--installed`; nothing if they are unknown. */
function packagesOf({ installed }: ModelOptions): readonly EnvironmentValue[] {
  if (installed === undefined) return [];
  const value = installed.filter((name) => name !== "none");
  return [{ field: "installed", value, text: installed.map((name) => `--installed ${name}`).join(" ") }];
}

/** The features of `--cpu-feature`; nothing if they are unknown. */
function cpuOf({ cpuFeatures }: ModelOptions): readonly EnvironmentValue[] {
  if (cpuFeatures === undefined) return [];
  const text = cpuFeatures.map((name) => `--cpu-feature ${name}`).join(" ");
  return ["avx512_bf16", "amx"].map((field) => ({ field, value: cpuFeatures.includes(field), text }));
}

/** Validates a version of transformers, which must be complete. @throws FettleError */
function transformersOf(version: string | undefined): string | undefined {
  if (version === undefined || /^\d+\.\d+\.\d+$/.test(version)) return version;
  const hint = "write it in full, such as `--transformers 5.5.4`";
  throw new FettleError([diagnostic("usage", `invalid value \`${version}\` for \`--transformers\``, { hint })]);
}

function noModel(): never {
  throw new FettleError([
    diagnostic("usage", "no MODEL given", {
      hint: "name a model's config.json, the folder that holds it, or its Hugging Face id",
    }),
  ]);
}

/** Notes that the rules' target is not in the release catalog: a pre-release, or that of rules in another project. */
function targetNotes({ target, adapter }: ServingRelease, { project, version }: Target): readonly Diagnostic[] {
  if (project === adapter.name && version === target) return [];
  const message = `flags and defaults are those of ${adapter.title} ${target}, while the rules are for ${project}@${version}`;
  return [
    diagnostic("bad-target", message, { severity: "warning", hint: "check the release notes for changed defaults" }),
  ];
}

const ofConfig: ReadonlySet<string> = new Set(["no-architecture", "unknown-architecture", "bad-model-config"]);

/** Removes consequences of a mistake that was already reported. */
function onePlaceEach(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  return findings.filter(
    ({ path }, index) =>
      path === null ||
      !findings.slice(0, index).some((earlier) => earlier.path === path && earlier.severity === "error"),
  );
}

/** Locates a finding about config.json in the file. */
function placed(entry: Diagnostic, { source }: FoundModel): Diagnostic {
  if (entry.file !== null || (entry.path === null && !ofConfig.has(entry.code))) return entry;
  return { ...entry, file: source.file, ...source.locate(entry.path ?? "", "key") };
}
