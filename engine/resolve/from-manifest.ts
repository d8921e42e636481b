import { existsSync } from "node:fs";
import path from "node:path";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import { didYouMean } from "../common/nearest.js";
import { nearestRelease } from "../packs/choose-target.js";
import { releaseNamed } from "../packs/known-releases.js";
import { type FleetFlags, type FleetModel, ownerName } from "../serving/fleet.js";
import { findConfig } from "../workspace/model-folders.js";
import { engines } from "../packs/engines.js";
import { servingEngineOf } from "./serving-engines.js";
import { isManifest } from "../serving/manifest-names.js";
import { deviceNamed } from "../serving/machine.js";
import type { ResolveOptions } from "./model-options.js";

/** A manifest is read before the rules: it states their release. */
const ofManifests = engines.vllm;

type Stated = FleetFlags | FleetModel;

/**
 * Expands options that name a manifest as the model to those of its deployment: model, flags, environment, device and
 * release. The user's options take precedence. Returns any others unchanged. @throws FettleError
 */
export async function fromManifest<Given extends ResolveOptions>(options: Given): Promise<Given> {
  const { model: file, models = [], streams } = options;
  if (file === undefined || !isManifest(file)) return options;
  const [found, findings]: [Stated[], Diagnostic[]] = [[], []];
  const engine = await servingEngineOf(ofManifests);
  for await (const entry of engine.readFleet([file], { models, ...(streams === undefined ? {} : { streams }) })) {
    if (entry.kind === "unread") findings.push(...entry.findings);
    else if (entry.kind !== "document") found.push(entry);
  }
  const chosen = choose(found, findings, file, options.deployment);
  options.onFindings?.([...findings, ...chosen.warnings]);
  if (options.target === undefined) checkRelease(chosen, file);
  const model = engine.release().readArgs(chosen.args).model?.value ?? null;
  const beside = path.join(path.dirname(file), "config.json");
  const config = (model === null ? null : findConfig(model, models)) ?? (existsSync(beside) ? beside : null);
  const folder = config === null ? model : path.dirname(config);
  if (folder === null) {
    const hint = "put its model's config.json next to it, or name the folder that holds it with `--models`";
    throw new FettleError([
      diagnostic("bad-recipe", "the manifest does not name a model", { file, line: chosen.line, hint }),
    ]);
  }
  const flags = [...chosen.args.map(({ text }) => text), ...(options.flags ?? [])];
  return { ...options, ...statedBy(options, chosen), model: folder, flags };
}

function choose(found: readonly Stated[], findings: readonly Diagnostic[], file: string, name?: string): Stated {
  const plain = found.map((entry) => ownerName(entry, false));
  const names = found.map((entry, index) => {
    const isOneOfSeveral = plain.some((other, place) => place !== index && other === plain[index]);
    return ownerName(entry, isOneOfSeveral) ?? `${file}:${entry.line}`;
  });
  const [first] = found;
  if (first === undefined) {
    const hint = "run `fettle audit FILE` to see what it finds";
    throw new FettleError(
      findings.length > 0 ? findings : [diagnostic("bad-recipe", "no deployment found", { file, hint })],
    );
  }
  const at = name === undefined ? (found.length === 1 ? 0 : -1) : names.indexOf(name);
  const chosen = found[at];
  if (chosen !== undefined) return chosen;
  const message = name === undefined ? `${found.length} deployments found` : `no deployment named \`${name}\``;
  const hint =
    (name === undefined ? null : didYouMean(name, names)) ?? `choose one with \`--deployment\`: ${names.join(", ")}`;
  throw new FettleError([diagnostic("usage", message, { file, hint })]);
}

/** @throws FettleError if the manifest's release is not in the catalog. */
function checkRelease({ release, line }: Stated, file: string): void {
  if (release === null || releaseNamed(release, ofManifests.name) !== null) return;
  const message = `the manifest runs ${ofManifests.title} \`${release}\`, which is not a known release`;
  const hint = `${nearestRelease(ofManifests.name, release)}; choose one with \`--target\``;
  throw new FettleError([diagnostic("unknown-release", message, { file, line, hint })]);
}

/** The manifest's options that the user did not give. */
function statedBy(options: ResolveOptions, { release, environment, device }: Stated): Partial<ResolveOptions> {
  const known = device.product === null ? undefined : deviceNamed(device.product);
  const count = device.count === null ? "" : `:${device.count}`;
  const platform = known === undefined && device.platform !== "tpu" ? device.platform : null;
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return {
    target: options.target ?? release ?? undefined,
    device: options.device ?? (known === undefined ? undefined : `${known.name}${count}`),
    platform: options.platform ?? platform ?? undefined,
    env: [...variables, ...(options.env ?? [])],
  };
}
