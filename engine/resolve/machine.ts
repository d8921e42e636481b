import { diagnostic, FettleError } from "../common/diagnostic.js";
import type { Json } from "../common/json.js";
import { didYouMean } from "../common/nearest.js";
import type { Device, EnvironmentValue } from "../serving/build.js";
import { environmentOf, knownDevice, knownDevices, type KnownDevice } from "../serving/devices.js";
import type { DeviceOptions } from "./model-options.js";

/** The machine a server runs on, as far as defaults and rules depend on it. */
export interface Machine {
  /** The GPU that determines some defaults; null if its memory is unknown. */
  readonly device: Device | null;
  /** Values of `environment`. */
  readonly environment: readonly EnvironmentValue[];
}

/** The machine that the options describe; unspecified values remain unknown. @throws FettleError */
export function machineOf(options: DeviceOptions): Machine {
  return machineFrom(describedBy(options));
}

/**
 * Like {@link machineOf}, but unspecified values are assumed from the first known device that matches. @throws
 * FettleError
 */
export function machineOrAssumed(options: DeviceOptions): Machine {
  const described = describedBy(options);
  const given = new Map(described.map(({ field, value }) => [field, value]));
  const fits = knownDevices.find((device) => {
    const own = environmentOf(device);
    return [...given].every(([field, value]) => !(field in own) || own[field] === value);
  });
  if (fits === undefined) return machineFrom(described);
  const text = `${fits.name} assumed`;
  const assumed = Object.entries(environmentOf(fits))
    .filter(([field, value]) => value !== null && !given.has(field))
    .map(([field, value]): EnvironmentValue => ({ field, value, text, kind: "assumed" }));
  return machineFrom([...described, ...assumed]);
}

function machineFrom(environment: readonly EnvironmentValue[]): Machine {
  const find = (name: string) => environment.find(({ field }) => field === name);
  const memory = find("device_memory")?.value;
  if (typeof memory !== "number") return { device: null, environment };
  const name = find("device_name")?.value;
  return {
    device: { memoryGiB: memory, name: typeof name === "string" ? name : `a GPU with ${memory} GiB` },
    environment,
  };
}

/**
 * Collects the values of `environment` from options; specific options take precedence over `--device`. @throws
 * FettleError
 */
function describedBy(options: DeviceOptions): readonly EnvironmentValue[] {
  const values = new Map<string, EnvironmentValue>();
  const put = (field: string, value: Json, text: string): void => {
    values.set(field, { field, value, text });
  };
  const preset = options.device;
  if (preset !== undefined) {
    const { device, count } = readDevice(preset);
    for (const [field, value] of Object.entries(environmentOf(device))) {
      if (value !== null) put(field, value, `--device ${preset}`);
    }
    if (count !== null) put("device_count", count, `--device ${preset}`);
  }
  const [memory, name] = [textOf(options.gpuMemory), options.gpuName];
  if (memory !== undefined) put("device_memory", memoryOf(memory), `--gpu-memory ${memory}`);
  if (name !== undefined && memory === undefined && preset === undefined)
    throw usage("`--gpu-name` requires `--gpu-memory`", gibHint);
  if (name !== undefined) put("device_name", name, `--gpu-name ${name}`);
  const platform = options.platform;
  if (platform !== undefined) put("platform", platform, `--platform ${platform}`);
  const capability = options.computeCapability;
  if (capability !== undefined)
    put("device_capability", capabilityOf(capability), `--compute-capability ${capability}`);
  const flash = textOf(options.flashAttention);
  if (flash !== undefined) put("flash_attn_4", flash === "4", `--flash-attention ${flash}`);
  return [...values.values()];
}

function textOf(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** Parses `NAME` or `NAME:COUNT`. @throws FettleError */
function readDevice(text: string): { readonly device: KnownDevice; readonly count: number | null } {
  const [, name = text, count] = /^([^:]*)(?::(.*))?$/.exec(text) ?? [];
  const device = knownDevice(name);
  const names = knownDevices.map((known) => known.name);
  if (device === undefined) {
    const hint = `${didYouMean(name.toUpperCase(), names)?.text ?? `known devices: ${names.join(", ")}`}; or describe it with \`--platform\`, \`--gpu-memory\` and \`--compute-capability\``;
    throw usage(`\`${name}\` is not a known device`, hint);
  }
  if (count === undefined) return { device, count: null };
  if (/^[1-9]\d{0,4}$/.test(count)) return { device, count: Number(count) };
  throw usage(`invalid device count \`${count}\``, `write it as \`${device.name}:8\``);
}

const gibHint = "name the memory of one GPU in GiB, such as `--gpu-memory 80`";

function memoryOf(text: string): number {
  const memory = Number(text);
  if (memory > 0 && Number.isFinite(memory)) return memory;
  throw usage(`invalid value \`${text}\` for \`--gpu-memory\``, gibHint);
}

function capabilityOf(text: string): number {
  const [, major, minor] = /^(\d+)\.(\d)$/.exec(text) ?? [];
  if (major !== undefined) return Number(major) * 10 + Number(minor);
  throw usage(
    `invalid value \`${text}\` for \`--compute-capability\``,
    "name the major and minor version, such as 9.0 or 10.3",
  );
}

function usage(message: string, hint: string): FettleError {
  return new FettleError([diagnostic("usage", message, { hint })]);
}
