import { isObject, type Json, type JsonObject } from "../common/json.js";
import { releaseNamed } from "../packs/known-releases.js";
import type { Evaluated } from "../explain/evaluated.js";
import { knownDevice, knownDevices } from "../serving/devices.js";
import type { ServingRelease } from "../serving/serving-engine.js";
import type { ServerInfo, ServerReader } from "../serving/server-reader.js";
import { readPath } from "../common/path.js";
import type { Surrounding } from "./compared.js";
import type { Change } from "./predict.js";
import type { ServeFlag } from "../serving/flags.js";

/** A difference around a server, and the modification that applies it to the prediction; null if there is none. */
export interface Candidate {
  readonly what: Surrounding;
  readonly change: Change | null;
}

/** Lists differences between the server's environment and that of the prediction. */
export function surroundingsOf(
  info: ServerInfo,
  { before, rules, serving }: Evaluated,
  given: { readonly flags: readonly string[]; readonly reader: ServerReader },
): readonly Candidate[] {
  const { project, version } = rules.target;
  const ofMachine = [...ofRelease(info, project, version), ...ofDevice(info, before)];
  if (serving === null) return ofMachine;
  return [
    ...ofMachine,
    ...ofVariables(info.variables, before, serving.other(info.release ?? version)),
    ...ofArguments(info.args, serving, given),
  ];
}

function ofRelease({ release }: ServerInfo, project: string, version: string): readonly Candidate[] {
  if (release === null || release === version) return [];
  const known = releaseNamed(release, project);
  const what = { kind: "release", name: project, predicted: version, reported: release } as const;
  if (known === version) return [];
  return [{ what, change: known === null ? null : (options) => ({ ...options, target: `${project}@${known}` }) }];
}

/** The GPU, or the platform if it is not named. */
function ofDevice({ gpu, config }: ServerInfo, document: JsonObject): readonly Candidate[] {
  const read = (field: string): Json => readPath(document, ["environment", field]) ?? null;
  const platform = isObject(config["device_config"]) ? (config["device_config"]["device"] ?? null) : null;
  if (typeof platform === "string" && platform !== read("platform") && platform !== "auto") {
    const what = { kind: "device", name: "platform", predicted: read("platform"), reported: platform } as const;
    const bare = { gpuMemory: undefined, gpuName: undefined, computeCapability: undefined, flashAttention: undefined };
    const device = platform === "cpu" ? "CPU" : undefined;
    return [{ what, change: (options) => ({ ...options, ...bare, device, platform }) }];
  }
  if (gpu === null || gpu === read("device_name")) return [];
  const known = knownDevices.find(({ driverName }) => driverName === gpu) ?? knownDevice(gpu);
  const what = { kind: "device", name: "GPU", predicted: read("device_name"), reported: gpu } as const;
  if (known === undefined) return [{ what, change: null }];
  const bare = { gpuMemory: undefined, gpuName: undefined, platform: undefined };
  const rest = { computeCapability: undefined, flashAttention: undefined };
  return [{ what, change: (options) => ({ ...options, ...bare, ...rest, device: known.name }) }];
}

/** Variables whose value on the server differs from the default or from the deployment. */
function ofVariables(
  variables: JsonObject | null,
  document: JsonObject,
  release: ServingRelease,
): readonly Candidate[] {
  if (variables === null) return [];
  const given = readPath(document, ["environment", "variables"]);
  const defaults = release.variables();
  return Object.entries(variables).flatMap(([name, reported]): readonly Candidate[] => {
    const own = isObject(given) && Object.hasOwn(given, name) ? given[name] : undefined;
    const expected = own ?? defaults.get(name);
    if (expected === undefined || isSameSetting(expected, reported) || typeof reported === "object") return [];
    const what = { kind: "variable", name, predicted: own ?? null, reported } as const;
    const text = typeof reported === "boolean" ? String(Number(reported)) : String(reported);
    return [{ what, change: (options) => ({ ...options, env: [...(options.env ?? []), `${name}=${text}`] }) }];
  });
}

/** A variable is a string when it is set, but a server states its parsed value. */
function isSameSetting(expected: Json, reported: Json): boolean {
  const read = (value: Json): string => {
    const text = String(value).toLowerCase();
    return text === "true" ? "1" : text === "false" ? "0" : text;
  };
  return read(expected) === read(reported);
}

/** Arguments of the server that the deployment lacks, or that have another value there. */
function ofArguments(
  args: JsonObject | null,
  serving: ServingRelease,
  { flags, reader: { comparable } }: { readonly flags: readonly string[]; readonly reader: ServerReader },
): readonly Candidate[] {
  if (args === null) return [];
  const { settings } = serving.readArgs(flags);
  const given = new Map(settings.map(({ flag, value }) => [flag.flag, value]));
  const found = Object.entries(args).flatMap(([name, reported]): readonly Candidate[] => {
    const flag = serving.flags.byName.get(`--${name.replaceAll("_", "-")}`);
    if (flag === undefined || flag.secret || flag.field === null || flag.field === serving.adapter.modelName.join("."))
      return [];
    const predicted = given.get(flag.flag) ?? null;
    given.delete(flag.flag);
    const words = wordsOfArgument(flag, reported);
    const [setting] = words === null ? [] : serving.readArgs(words).settings;
    if (words === null || comparable(flag.field, setting?.value) === comparable(flag.field, predicted)) return [];
    const what = { kind: "flag", name: flag.flag, predicted, reported } as const;
    return [{ what, change: (options) => ({ ...options, flags: [...(options.flags ?? []), ...words] }) }];
  });
  const missing = [...given].filter(([name]) => name !== "--model");
  return [
    ...found,
    ...missing.map(([name, predicted]): Candidate => {
      const what = { kind: "flag", name, predicted, reported: null } as const;
      return { what, change: (options) => ({ ...options, flags: withoutFlag(options.flags ?? [], name, serving) }) };
    }),
  ];
}

/** Removes one flag from arguments. */
function withoutFlag(words: readonly string[], name: string, serving: ServingRelease): readonly string[] {
  const kept: string[] = [];
  let isOfFlag = false;
  for (const word of words) {
    const [spelling = ""] = word.split("=", 1);
    const found = serving.flags.spellings.get(spelling.replaceAll("_", "-"))?.flag ?? null;
    if (word.startsWith("-") && Number.isNaN(Number(word))) isOfFlag = found?.flag === name;
    if (!isOfFlag) kept.push(word);
  }
  return kept;
}

/** Arguments that give a flag the server's value; null if there are none. */
function wordsOfArgument(flag: ServeFlag, value: Json): readonly string[] | null {
  if (value === null) return null;
  if (typeof value === "boolean") {
    if (value) return [flag.flag];
    return flag.kind === "boolean" ? [`--no-${flag.flag.slice(2)}`] : null;
  }
  if (isObject(value)) return [flag.flag, JSON.stringify(withoutUnset(value))];
  if (!Array.isArray(value)) return [flag.flag, String(value)];
  return flag.kind === "json" ? [flag.flag, JSON.stringify(value)] : [flag.flag, ...value.map(String)];
}

/** Removes unset and empty fields from a section: an argument parsed as a section also contains these. */
function withoutUnset(value: JsonObject): JsonObject {
  const kept = Object.entries(value).map(
    ([key, inner]) => [key, isObject(inner) ? withoutUnset(inner) : inner] as const,
  );
  return Object.fromEntries(
    kept.filter(([, inner]) => inner !== null && !(typeof inner === "object" && Object.keys(inner).length === 0)),
  );
}
