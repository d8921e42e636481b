import type { Diagnostic } from "../../common/diagnostic.js";
import { describeTreeError, findTreeError } from "../../common/find-tree-error.js";
import { diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { pointer } from "../../common/path.js";
import type { ModelFiles } from "../../serving/model-files.js";
import type { Origin } from "../../serving/origin.js";
import { withQuantization } from "../files/model-files.js";
import type { ServeFacts } from "../facts.js";
import { deriveModel, type DerivedModel, type ModelFlags } from "./derive-model.js";
import { describeModel } from "./describe-model.js";
import { startDraft, type Draft } from "./draft.js";

/** Everything that decides the part of a document that follows from the model. */
export interface ModelSources {
  readonly hfConfig: JsonObject;
  readonly files: ModelFiles | null;
  readonly flags: ModelFlags;
  readonly name: { readonly value: string; readonly origin: Origin } | null;
  readonly facts: ServeFacts;
}

/** A document with what follows from the model, before any other flag. */
export interface ModelStart {
  /** The config.json that was read; empty if it is invalid. */
  readonly config: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
  readonly model: DerivedModel;
  /** The caller's own, to be completed. */
  readonly draft: Draft;
}

interface Known extends ModelStart, Omit<ModelSources, "hfConfig" | "flags" | "name"> {
  readonly decidedBy: string;
}

/** Releases and sets of flags that are remembered for one config.json. */
const mostRemembered = 32;
const remembered = new WeakMap<JsonObject, Known[]>();

/**
 * Starts a document from a model. Remembers the result for each config.json, which nobody may modify afterwards: an
 * upgrade builds the same model at many releases and with many flags (bench: `upgrade, 10,000 models`).
 */
export function startFromModel({ hfConfig, files, flags, name, facts }: ModelSources): ModelStart {
  const decidedBy = JSON.stringify([flags, name], withInfinity);
  const known = isObject(hfConfig) ? (remembered.get(hfConfig) ?? []) : [];
  const before = known.find((entry) => entry.decidedBy === decidedBy && entry.facts === facts && entry.files === files);
  if (before !== undefined) return { ...before, draft: copyDraft(before.draft) };
  const { value: config, diagnostics } = checkConfig(hfConfig);
  const model = deriveModel(files === null ? config : withQuantization(config, files), flags, facts, files);
  const draft = startDraft(facts.schema, facts.target);
  describeModel(draft, model, name, facts);
  const fresh = { config, diagnostics, model, draft, decidedBy, facts, files };
  if (isObject(hfConfig)) remembered.set(hfConfig, [...known.slice(1 - mostRemembered), fresh]);
  return { ...fresh, draft: copyDraft(draft) };
}

/** JSON writes infinity as null, which means something else here. */
const withInfinity = (_: string, value: unknown) => (value === Infinity ? "Infinity" : value);

/** Fields whose objects documents share: nobody modifies them, and one may be a part of the other. */
const shared: ReadonlySet<string> = new Set(["hf_config", "hf_text_config"]);

function copyDraft({ document, origins }: Draft): Draft {
  return { document: copySections(document), origins: new Map(origins) };
}

function copySections(section: JsonObject): Record<string, Json> {
  const copy: Record<string, Json> = { ...section };
  for (const [key, value] of Object.entries(section)) {
    if (Array.isArray(value)) copy[key] = structuredClone(value);
    else if (isObject(value) && !shared.has(key)) copy[key] = copySections(value);
  }
  return copy;
}

function checkConfig(config: unknown): { readonly value: JsonObject; readonly diagnostics: readonly Diagnostic[] } {
  if (!isObject(config)) {
    const found = diagnostic("not-an-object", "config.json is not an object", {
      hint: "pass the config.json of a checkpoint",
    });
    return { value: {}, diagnostics: [found] };
  }
  const fault = findTreeError(config);
  if (fault === null) return { value: config, diagnostics: [] };
  const { message, hint } = describeTreeError(fault);
  return { value: {}, diagnostics: [diagnostic(fault.code, message, { path: pointer(fault.path), hint })] };
}
