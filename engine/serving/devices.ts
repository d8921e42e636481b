import type { Json } from "../common/json.js";

/** A device with the properties that defaults and rules depend on. */
export interface KnownDevice {
  /** The name to select it by. */
  readonly name: string;
  readonly platform: "cuda" | "rocm" | "cpu";
  /** Name reported by the driver; null for a CPU. */
  readonly driverName: string | null;
  /** Memory reported by the driver, in GiB; null for a CPU. */
  readonly memoryGiB: number | null;
  /** Compute capability: ten times the major version plus the minor one; null for a CPU. */
  readonly capability: number | null;
}

const gpu = (
  name: string,
  driverName: string,
  memoryGiB: number,
  capability: number,
  platform: "cuda" | "rocm" = "cuda",
): KnownDevice => ({ name, platform, driverName, memoryGiB, capability });

/** Known devices; the first is assumed if none is described. */
export const knownDevices: readonly KnownDevice[] = [
  gpu("H100", "NVIDIA H100 80GB HBM3", 80, 90),
  gpu("H200", "NVIDIA H200", 140, 90),
  gpu("B200", "NVIDIA B200", 178, 100),
  gpu("A100", "NVIDIA A100-SXM4-80GB", 80, 80),
  gpu("L4", "NVIDIA L4", 22, 89),
  gpu("L40S", "NVIDIA L40S", 44, 89),
  gpu("RTX4090", "NVIDIA GeForce RTX 4090", 24, 89),
  gpu("MI300X", "AMD Instinct MI300X", 192, 94, "rocm"),
  { name: "CPU", platform: "cpu", driverName: null, memoryGiB: null, capability: null },
];

/** Finds a device by name, ignoring case, spaces and hyphens; undefined if unknown. */
export function knownDevice(name: string): KnownDevice | undefined {
  const bare = (text: string) => text.replaceAll(/[\s_-]/g, "").toUpperCase();
  return knownDevices.find((device) => bare(device.name) === bare(name));
}

/** FlashAttention 4 requires capability 9.x, 10.x or 11.x, and ships with vLLM's CUDA wheels. */
function runsFlashAttention4({ platform, capability }: KnownDevice): boolean {
  return platform === "cuda" && capability !== null && capability >= 90 && capability < 120;
}

/** Returns the values of `environment` for a device. */
export function environmentOf(device: KnownDevice): Readonly<Record<string, Json>> {
  return {
    platform: device.platform,
    device_name: device.driverName,
    device_memory: device.memoryGiB,
    device_capability: device.capability,
    flash_attn_4: runsFlashAttention4(device),
  };
}
