import type { ManifestDevice, Workload } from "../../serving/fleet.js";
import type { Diagnostic } from "../../common/diagnostic.js";
import type { JsonObject } from "../../common/json.js";
import type { ServeCommand } from "../recipes/read-command.js";

/** One deployment of vLLM as stated in a manifest. */
export interface ManifestDeployment extends ServeCommand {
  /** Null if nothing around it has a name. */
  readonly workload: Workload | null;
  readonly container: string | null;
  /** The image as written, with variables expanded. */
  readonly image: string | null;
  readonly replicas: number | null;
  readonly device: ManifestDevice;
  /** Ambiguities, which did not prevent reading it. */
  readonly warnings: readonly Diagnostic[];
}

/** The deployments of a text, and diagnostics for what could not be read. */
export interface ReadManifest {
  /** All documents of the text, including those without a deployment. */
  readonly documents: readonly JsonObject[];
  readonly deployments: readonly ManifestDeployment[];
  readonly findings: readonly Diagnostic[];
}

export const noDevice: ManifestDevice = { product: null, count: null, platform: null };

/** Defaults for a deployment of which only the command is known. */
export const unstated = {
  workload: null,
  container: null,
  image: null,
  replicas: null,
  device: noDevice,
  warnings: [],
} as const satisfies Omit<ManifestDeployment, keyof ServeCommand>;
