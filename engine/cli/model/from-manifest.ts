import { existsSync } from "node:fs";
import path from "node:path";
import { diagnostic, FettleError, type Diagnostic } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";
import { readServeArgs } from "../../vllm/args/read-serve-args.js";
import type { FleetFlags, FleetModel } from "../../vllm/deployments/fleet-entry.js";
import { findConfig } from "../../vllm/deployments/model-folders.js";
import { isManifest, readFleet } from "../../vllm/deployments/read-fleet.js";
import { loadServeFacts } from "../../vllm/facts.js";
import { ownerName } from "../../vllm/manifests/deployment.js";
import { deviceNamed } from "../../vllm/manifests/machine.js";
import type { Options } from "../args/options.js";
import type { Invocation } from "../command.js";
import { printDiagnostics } from "../output/print-diagnostics.js";

type Stated = FleetFlags | FleetModel;

/**
 * A call that names a manifest in place of MODEL, as the call that its deployment stands for: model, flags, environment,
 * device and release. What the user says wins. Any other call stays as it is. @throws FettleError
 */
export async function fromManifest(invocation: Invocation, place: number): Promise<Invocation> {
  const { args, options, streams } = invocation;
  const file = args[place];
  if (file === undefined || !isManifest(file)) return invocation;
  const models = options.list("models");
  const [found, findings]: [Stated[], Diagnostic[]] = [[], []];
  for await (const entry of readFleet([file], { models, streams })) {
    if (entry.kind === "unread") findings.push(...entry.findings);
    else if (entry.kind !== "document") found.push(entry);
  }
  const chosen = choose(found, findings, file, options.text("deployment"));
  printDiagnostics([...findings, ...chosen.warnings], streams, options.has("quiet"));
  const model = readServeArgs(chosen.args, loadServeFacts()).model?.value ?? null;
  const beside = path.join(path.dirname(file), "config.json");
  const config = (model === null ? null : findConfig(model, models)) ?? (existsSync(beside) ? beside : model);
  if (config === null) {
    const hint = "put the config.json of its model beside it, or name the folder that holds it with `--models`";
    throw new FettleError([diagnostic("bad-recipe", "the manifest names no model", { file, line: chosen.line, hint })]);
  }
  return {
    ...invocation,
    args: args.with(place, config),
    serveFlags: [...chosen.args.map(({ text }) => text), ...invocation.serveFlags],
    options: withStated(options, chosen),
  };
}

function choose(found: readonly Stated[], findings: readonly Diagnostic[], file: string, name?: string): Stated {
  const plain = found.map((entry) => ownerName(entry, false));
  const names = found.map((entry, index) => {
    const isOneOfSeveral = plain.some((other, place) => place !== index && other === plain[index]);
    return ownerName(entry, isOneOfSeveral) ?? `${file}:${entry.line}`;
  });
  const [first] = found;
  if (first === undefined) {
    const hint = "`fettle audit FILE` lists what it finds";
    throw new FettleError(
      findings.length > 0 ? findings : [diagnostic("bad-recipe", "no deployment is here", { file, hint })],
    );
  }
  const at = name === undefined ? (found.length === 1 ? 0 : -1) : names.indexOf(name);
  const chosen = found[at];
  if (chosen !== undefined) return chosen;
  const message = name === undefined ? `${found.length} deployments are here` : `no deployment is called \`${name}\``;
  const hint =
    (name === undefined ? null : didYouMean(name, names)) ?? `write \`--deployment\` with ${names.join(", ")}`;
  throw new FettleError([diagnostic("usage", message, { file, hint })]);
}

/** The options with what the manifest says behind those that the user gave. */
function withStated(options: Options, { release, environment, device }: Stated): Options {
  const known = device.product === null ? undefined : deviceNamed(device.product);
  const stated: Readonly<Record<string, string | null>> = {
    target: release,
    device: known === undefined ? null : `${known.name}${device.count === null ? "" : `:${device.count}`}`,
    platform: known === undefined && device.platform !== "tpu" ? device.platform : null,
  };
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return {
    has: (name) => options.has(name),
    text: (name) => options.text(name) ?? stated[name] ?? undefined,
    list: (name) => (name === "env" ? [...variables, ...options.list(name)] : options.list(name)),
  };
}
