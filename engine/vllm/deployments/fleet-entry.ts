import type { FleetDocument, FleetEntry, FleetFlags, Unread } from "../../serving/fleet.js";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import type { JsonObject } from "../../common/json.js";
import type { JsonSource } from "../../common/read-json.js";
import { checkDocument, documentFromJson } from "../documents.js";
import { buildDocument } from "../config/build-document.js";
import { noDevice } from "../manifests/deployment.js";
import { loadServeFacts } from "../facts.js";

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
