import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { noDevice } from "./deployment.js";
import type { ManifestDevice } from "../../serving/fleet.js";

/** Kubernetes resources that are devices, and their kinds. */
const resources = {
  "nvidia.com/gpu": "cuda",
  "amd.com/gpu": "rocm",
  "google.com/tpu": "tpu",
  "gpu.intel.com/i915": "xpu",
  "gpu.intel.com/xe": "xpu",
} as const satisfies Readonly<Record<string, NonNullable<ManifestDevice["platform"]>>>;

/** Node labels and annotations that name the product. */
const products: readonly string[] = [
  "nvidia.com/gpu.product",
  "cloud.google.com/gke-accelerator",
  "karpenter.k8s.aws/instance-gpu-name",
  "cloud.google.com/gke-tpu-accelerator",
  "amd.com/gpu.product-name",
  "gpu.nvidia.com/model",
];

/** Devices that a container requests; `around` are the mappings that may name the product, nearest first. */
export function deviceOf(container: JsonObject, around: readonly (Json | undefined)[]): ManifestDevice {
  const stated = container["resources"];
  const limits = isObject(stated) ? { ...mapping(stated["requests"]), ...mapping(stated["limits"]) } : {};
  const found = Object.entries(resources).find(([name]) => Object.hasOwn(limits, name));
  const product = around.flatMap((labels) => productIn(labels) ?? [])[0] ?? null;
  if (found === undefined) return { ...composeDevice(container), product };
  const count = Number(limits[found[0]]);
  return { product, count: Number.isInteger(count) ? count : null, platform: found[1] };
}

function productIn(labels: Json | undefined): string | null {
  if (!isObject(labels)) return null;
  const name = products.find((label) => typeof labels[label] === "string");
  return name === undefined ? null : String(labels[name]);
}

/** Compose reserves devices by driver; `count: all` states no number. */
function composeDevice(container: JsonObject): ManifestDevice {
  const devices = ["deploy", "resources", "reservations", "devices"].reduce<Json | undefined>(
    (value, key) => (isObject(value) ? value[key] : undefined),
    container,
  );
  const [first] = Array.isArray(devices) ? devices : [];
  if (!isObject(first) || first["driver"] !== "nvidia") return noDevice;
  const ids = first["device_ids"];
  const count = Array.isArray(ids) ? ids.length : first["count"];
  return { product: null, count: typeof count === "number" ? count : null, platform: "cuda" };
}

function mapping(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
