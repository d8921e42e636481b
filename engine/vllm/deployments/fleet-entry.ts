import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import type { JsonObject } from "../../common/json.js";
import type { JsonSource } from "../../common/read-json.js";
import { documentFromJson } from "../documents.js";
import { buildDocument } from "../config/build-document.js";
import type { ModelFiles } from "../files/model-files.js";
import type { DraftModels } from "../config/draft-model.js";
import { noDevice, type ManifestDeployment } from "../manifests/deployment.js";
import { loadServeFacts } from "../facts.js";
import type { Word } from "../args/serve-tokens.js";
import { checkDocument } from "../documents.js";

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

/** Parts of a manifest besides the command. */
type StatedKey = "workload" | "container" | "image" | "replicas" | "device";

/** Flags whose model's config.json was not found. */
export interface FleetFlags extends Pick<ManifestDeployment, StatedKey> {
  readonly kind: "flags";
  readonly name: string;
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

/** Defaults for a deployment of which only the flags are known. */
export const unsaid = {
  release: null,
  unknownImage: null,
  workload: null,
  container: null,
  image: null,
  replicas: null,
  device: noDevice,
  environment: {},
  needs: null,
  warnings: [],
} as const satisfies Omit<FleetFlags, "kind" | "name" | "args" | "file" | "line">;

export interface Unread {
  readonly kind: "unread";
  readonly findings: readonly Diagnostic[];
}

const unplaced = { file: null, locate: () => null };

/**
 * Checks a document in JSON form. One with wrong types or values would fail in all releases alike, so it is excluded.
 */
export function checked(
  document: JsonObject,
  name: string,
  { file, locate }: Pick<JsonSource, "file" | "locate"> = unplaced,
): FleetDocument | Unread {
  const errors = checkDocument({ file, value: document, locate }).filter(({ severity }) => severity === "error");
  return errors.length > 0
    ? unread(errors.map((fault) => ({ ...fault, file: fault.line === null ? name : file })))
    : { kind: "document", name, document: documentFromJson(document) };
}

export function unread(findings: readonly Diagnostic[]): Unread {
  return { kind: "unread", findings };
}

/** Builds the document of a deployment; without a stated release, with that release's flags and defaults. */
export function documentOf(entry: FleetEntry): FleetDocument | Unread {
  if (entry.kind === "flags") {
    const hint = "put its model's config.json next to it";
    return unread([diagnostic("bad-recipe", "a recipe requires its model's config.json", { file: entry.name, hint })]);
  }
  if (entry.kind !== "model") return entry;
  const { hfConfig, files, model, args, name, drafts = {} } = entry;
  const { document, diagnostics } = buildDocument({ hfConfig, files, model, args, drafts, facts: loadServeFacts() });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return errors.length > 0 ? unread(errors.map((fault) => ({ ...fault, file: name }))) : checked(document, name);
}
