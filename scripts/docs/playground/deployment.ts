// Evaluates the visitor's input as `fettle resolve` does.
import { parse } from "shell-quote";
import { checkDocument } from "../../../engine/vllm/documents.js";
import { diagnostic, type Diagnostic } from "../../../engine/common/diagnostic.js";
import { isObject } from "../../../engine/common/json.js";
import { readJson } from "../../../engine/common/read-json.js";
import type { Evaluated } from "../../../engine/explain/evaluated.js";
import { releasesOf } from "../../../engine/packs/known-releases.js";
import { buildDocument, type BuildWithFacts } from "../../../engine/vllm/config/build-document.js";
import type { Device, EnvironmentValue } from "../../../engine/serving/build.js";
import { readServeArgs } from "../../../engine/vllm/args/read-serve-args.js";
import { environmentOf, knownDevice, knownDevices } from "../../../engine/serving/devices.js";
import { loadServeFacts } from "../../../engine/vllm/facts.js";
import { readScript } from "../../../engine/vllm/recipes/read-command.js";
import { linkFiles } from "../../../engine/workspace/link-files.js";
import type { LoadContext, LoadOptions } from "../../../engine/workspace/load-options.js";
import { programOf, type Program } from "../../../engine/workspace/load-program.js";
import { packTexts, type Texts } from "./data.js";

/** The visitor's choices: everything in a link except edited packs. */
export interface Deployment {
  /** Text of config.json. */
  readonly config: string;
  readonly command: string;
  readonly release: string;
  readonly device: string;
}

export const releases: readonly string[] = releasesOf("vllm").toReversed();
export const devices: readonly string[] = knownDevices.map(({ name }) => name);

export interface Resolved {
  /** Null if a diagnostic is an error. */
  readonly evaluated: Evaluated | null;
  readonly diagnostics: readonly Diagnostic[];
}

const programs = new Map<string, Promise<Program>>();

/** The shipped rules for a release. */
export function shippedProgram(release: string): Promise<Program> {
  let program = programs.get(release);
  if (program === undefined) programs.set(release, (program = linkShipped(release)));
  return program;
}

async function linkShipped(release: string): Promise<Program> {
  const { linked, diagnostics } = await linkRules(packTexts, release, { deployments: true });
  if (linked === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return programOf(linked);
}

/** Links rule texts for a release. */
export function linkRules(
  files: Texts,
  release: string,
  options: Pick<LoadOptions, "deployments" | "thorough" | "today"> = {},
  context: LoadContext = {},
): ReturnType<typeof linkFiles> {
  return linkFiles({ files, target: `vllm@${release}`, ...options }, "vllm", context);
}

/** Evaluates a deployment with some rules. */
export function resolve(deployment: Deployment, program: Program): Resolved {
  const { sources, diagnostics: unread } = readSources(deployment);
  if (sources === null) return { evaluated: null, diagnostics: unread };
  const built = buildDocument(sources);
  const findings = checkDocument({ file: null, value: built.document, locate: () => null });
  const diagnostics = [...unread, ...built.diagnostics, ...findings];
  if (diagnostics.some(({ severity }) => severity === "error")) return { evaluated: null, diagnostics };
  const before = built.document;
  const { trace = [], ...result } = program.run(before, { trace: true });
  const evaluated: Evaluated = {
    ...{
      before,
      result,
      trace,
      rules: program.linked,
      pack: null,
      built,
      serving: null,
      fields: "none",
      pinAll: false,
    },
    resolveWith(words) {
      const again = buildDocument({ ...sources, args: [...sources.args, ...words] });
      return again.diagnostics.some(({ severity }) => severity === "error") ? null : program.run(again.document, {});
    },
  };
  return { evaluated, diagnostics };
}

function readSources(deployment: Deployment): {
  readonly sources: BuildWithFacts | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const read = readJson(deployment.config, "config.json");
  if (!read.ok) return { sources: null, diagnostics: read.diagnostics };
  if (!isObject(read.source.value))
    return {
      sources: null,
      diagnostics: [
        diagnostic("not-an-object", "config.json is not an object", { hint: "paste the config.json of a checkpoint" }),
      ],
    };
  const [served, ...others] = readScript(deployment.command);
  const words = served?.words.map((word) => ({ ...word, kind: "flag" as const })) ?? wordsOf(deployment.command);
  const diagnostics = others.map(() =>
    diagnostic("usage", "more than one command serves a model", {
      severity: "warning",
      hint: "only the first is shown; paste one command",
    }),
  );
  const facts = loadServeFacts(deployment.release);
  const { device, environment } = machineOf(deployment.device);
  const variables = Object.entries(served?.environment ?? {}).map(
    ([name, value]): EnvironmentValue => ({ field: `variables.${name}`, value, text: `${name}=${value}` }),
  );
  const model = readServeArgs(words, facts).model === null ? "model" : "";
  return {
    sources: {
      hfConfig: read.source.value,
      model,
      args: words,
      facts,
      device,
      environment: [...environment, ...variables],
    },
    diagnostics: diagnostics.slice(0, 1),
  };
}

/** Flags without `vllm serve` before them. */
function wordsOf(command: string): readonly string[] {
  return parse(command).filter((word) => typeof word === "string");
}

function machineOf(name: string): {
  readonly device: Device | null;
  readonly environment: readonly EnvironmentValue[];
} {
  const device = knownDevice(name);
  if (device === undefined) return { device: null, environment: [] };
  const environment = Object.entries(environmentOf(device)).flatMap(([field, value]): EnvironmentValue[] =>
    value === null ? [] : [{ field, value, text: `device ${name}` }],
  );
  const { memoryGiB, driverName } = device;
  return { device: memoryGiB === null ? null : { memoryGiB, name: driverName ?? name }, environment };
}
