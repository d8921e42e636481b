import type { Diagnostic } from "../common/diagnostic.js";
import type { JsonObject } from "../common/json.js";
import type { Word } from "./given.js";
import type { DraftModels, ModelFiles } from "./model-files.js";

/** A named object, such as a Kubernetes Deployment. */
export interface Workload {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

/** Devices that a manifest requests, as far as it states them. */
export interface ManifestDevice {
  /** The manifest's name for it, such as the product in a node selector. */
  readonly product: string | null;
  readonly count: number | null;
  readonly platform: "cuda" | "rocm" | "tpu" | "xpu" | null;
}

/** One deployment of a fleet, or why it could not be read. */
export type FleetEntry = FleetDocument | FleetModel | FleetFlags | Unread;

export interface FleetDocument {
  readonly kind: "document";
  readonly name: string;
  readonly document: JsonObject;
}

/** A model and its serve flags; the document depends on the release. */
export interface FleetModel extends Omit<FleetFlags, "kind"> {
  readonly kind: "model";
  readonly hfConfig: JsonObject;
  readonly model: string;
  /** The other files of the model's folder; null if only its config.json is known. */
  readonly files: ModelFiles | null;
  /** Folder of the model's files, or null. */
  readonly folder: string | null;
  /** The files of the draft model that the flags name, if they were found. */
  readonly drafts?: DraftModels;
}

/** Flags whose model's config.json was not found. */
export interface FleetFlags {
  readonly kind: "flags";
  readonly name: string;
  /** Null if nothing around it has a name. */
  readonly workload: Workload | null;
  readonly container: string | null;
  /** The image as written, with variables expanded. */
  readonly image: string | null;
  readonly replicas: number | null;
  readonly device: ManifestDevice;
  /** Its source file. */
  readonly file: string | null;
  readonly line: number | null;
  readonly args: readonly Word[];
  /** The release that it states, or null. */
  readonly release: string | null;
  /** The image that does not state its release, such as `vllm/vllm-openai:latest`, or null. */
  readonly unknownImage: string | null;
  /** Variables that the script exports or the container sets. */
  readonly environment: Readonly<Record<string, string>>;
  /** The minimum release that it requires, or null. */
  readonly needs: string | null;
  /** Ambiguities, which did not prevent reading it. */
  readonly warnings: readonly Diagnostic[];
}

export interface Unread {
  readonly kind: "unread";
  readonly findings: readonly Diagnostic[];
}

/**
 * The owner's name of a deployment: `Deployment/prod/llm`, with its container if several of one object serve; null if
 * it has none.
 */
export function ownerName(
  { workload, container }: Pick<FleetFlags, "workload" | "container">,
  isOneOfSeveral: boolean,
): string | null {
  if (workload === null) return null;
  const { kind, namespace, name } = workload;
  const parts = [kind, ...(namespace === null ? [] : [namespace]), name];
  return `${parts.join("/")}${isOneOfSeveral && container !== null ? `:${container}` : ""}`;
}

export interface ReadFleetOptions {
  /** Folders that contain models by id, besides the folder of the file that serves them. */
  readonly models?: readonly string[];
  /** Whether a model's config.json is a deployment too if a file beside it serves the model. */
  readonly keepServed?: boolean;
  /** If given, `-` is standard input. */
  readonly streams?: { readonly input: AsyncIterable<Uint8Array> } | undefined;
  /** Called before each file with the fraction of the files that have been read. */
  onFile?(done: number): void;
  /**
   * Whether to return the deployments of a file, which `onFile` was called for; another thread returns them if not.
   *
   * @internal
   */
  takes?(file: string): boolean;
}
