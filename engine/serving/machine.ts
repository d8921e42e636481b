import type { Device, EnvironmentValue } from "./build.js";
import { environmentOf, knownDevices, type KnownDevice } from "./devices.js";
import type { FleetFlags } from "./fleet.js";

/** The machine of a deployment, as far as its manifest states it. */
export interface ManifestMachine {
  /** Null if the manifest names no known product. */
  readonly device: Device | null;
  /** Values of `environment`, including variables. */
  readonly environment: readonly EnvironmentValue[];
}

/** Determines a deployment's machine from the product in its node selector, its requested devices and its variables. */
export function machineOf({
  device: { product, count, platform },
  environment,
}: Pick<FleetFlags, "device" | "environment">): ManifestMachine {
  const known = product === null ? undefined : deviceNamed(product);
  const text = `${product ?? "devices"} of the manifest`;
  const stated = known === undefined ? { platform } : environmentOf(known);
  const values = Object.entries({ ...stated, device_count: count });
  return {
    device: known?.memoryGiB == null ? null : { memoryGiB: known.memoryGiB, name: known.driverName ?? known.name },
    environment: [
      ...values.flatMap(([field, value]) => (value === null ? [] : [{ field, value, text }])),
      ...Object.entries(environment).map(([name, value]) => ({
        field: `variables.${name}`,
        value,
        text: `${name} of the manifest`,
      })),
    ],
  };
}

/** Resolves a label to a device: `NVIDIA-H100-80GB-HBM3`, `nvidia-l4`, `H100`. */
export function deviceNamed(product: string): KnownDevice | undefined {
  const bare = (text: string) => text.replaceAll(/[\s_-]/g, "").toUpperCase();
  const parts = product.split(/[\s_-]/).map(bare);
  return (
    knownDevices.find(({ driverName }) => driverName !== null && bare(driverName) === bare(product)) ??
    knownDevices.find(({ name }) => parts.includes(bare(name)) || bare(product).endsWith(bare(name)))
  );
}
