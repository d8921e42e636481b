import type { Diagnostic } from "../../common/diagnostic.js";
import type { JsonObject } from "../../common/json.js";
import type { ServeCommand } from "../recipes/read-command.js";

/** An object that its owner has named, such as a Deployment of Kubernetes. */
export interface Workload {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

/** Devices that a manifest asks for, as far as it says. */
export interface ManifestDevice {
  /** What the manifest calls it, such as the product in a node selector. */
  readonly product: string | null;
  readonly count: number | null;
  readonly platform: "cuda" | "rocm" | "tpu" | "xpu" | null;
}

/** One deployment of vLLM, as a manifest states it. */
export interface ManifestDeployment extends ServeCommand {
  /** Null where nothing around it has a name. */
  readonly workload: Workload | null;
  readonly container: string | null;
  /** The image as it is written, its variables filled in. */
  readonly image: string | null;
  readonly replicas: number | null;
  readonly device: ManifestDevice;
  /** What was not clear about it; it was read nevertheless. */
  readonly warnings: readonly Diagnostic[];
}

/** What a text states: its deployments, and what could not be read. */
export interface ReadManifest {
  /** What every document of the text holds, those without a deployment included. */
  readonly documents: readonly JsonObject[];
  readonly deployments: readonly ManifestDeployment[];
  readonly findings: readonly Diagnostic[];
}

export const noDevice: ManifestDevice = { product: null, count: null, platform: null };

/** What nothing says about a deployment but its command. */
export const unstated = {
  workload: null,
  container: null,
  image: null,
  replicas: null,
  device: noDevice,
  warnings: [],
} as const satisfies Omit<ManifestDeployment, keyof ServeCommand>;

/** How its owner calls a deployment: `Deployment/prod/llm`, with its container where several of one object serve; null where nothing names it. */
export function ownerName(
  { workload, container }: Pick<ManifestDeployment, "workload" | "container">,
  isOneOfSeveral: boolean,
): string | null {
  if (workload === null) return null;
  const { kind, namespace, name } = workload;
  const parts = [kind, ...(namespace === null ? [] : [namespace]), name];
  return `${parts.join("/")}${isOneOfSeveral && container !== null ? `:${container}` : ""}`;
}
