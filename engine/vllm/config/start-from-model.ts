import { describeTreeError, findTreeError } from "../../common/find-tree-error.js";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type JsonObject } from "../../common/json.js";
import { memoize } from "../../common/memoize.js";
import { pointer } from "../../common/path.js";
import type { SharedParts } from "../../common/shared-parts.js";
import type { ModelFiles } from "../../serving/model-files.js";
import type { Origin } from "../../serving/origin.js";
import { withQuantization } from "../files/model-files.js";
import type { ServeFacts } from "../facts.js";
import { deriveModel, type DerivedModel, type ModelFlags } from "./derive-model.js";
import { describeModel } from "./describe-model.js";
import { Draft, setKnown, startDraft, type Origins } from "./draft.js";

/** Everything that decides the part of a document that follows from the model. */
export interface ModelSources {
  readonly hfConfig: JsonObject;
  readonly files: ModelFiles | null;
  readonly flags: ModelFlags;
  readonly name: { readonly value: string; readonly origin: Origin } | null;
  readonly facts: ServeFacts;
  readonly shared: SharedParts | null;
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

interface Known extends Omit<ModelStart, "draft">, Pick<ModelSources, "facts" | "shared"> {
  readonly decidedBy: string;
  readonly document: JsonObject;
  readonly layers: readonly Origins[];
}

/** Releases and sets of flags that are remembered for one config.json. */
const mostRemembered = 32;
const remembered = new WeakMap<JsonObject, Known[]>();

/**
 * Starts a document from a model. Remembers the result for each config.json, which nobody may modify afterwards: an
 * upgrade builds the same model at many releases, with many flags, and for many deployments (bench: `upgrade, 10,000
 * models`).
 */
export function startFromModel({ hfConfig, files, flags, name, facts, shared }: ModelSources): ModelStart {
  const decidedBy = keyOf(flags, files);
  const known = isObject(hfConfig) ? (remembered.get(hfConfig) ?? []) : [];
  const before = known.find(
    (entry) => entry.decidedBy === decidedBy && entry.facts === facts && entry.shared === shared,
  );
  if (before !== undefined) return { ...before, draft: named(before) };
  const { value: config, diagnostics } = checkConfig(hfConfig);
  const model = deriveModel(files === null ? config : withQuantization(config, files), flags, facts, files);
  const draft = startDraft(facts.schema, facts.target, shared);
  describeModel(draft, model, facts);
  const { document, layers } = draft;
  shared?.add(document);
  const fresh = { config, diagnostics, model, document, layers, decidedBy, facts, shared };
  if (isObject(hfConfig)) remembered.set(hfConfig, [...known.slice(1 - mostRemembered), fresh]);
  return { ...fresh, draft: named(fresh) };

  function named(start: Known): Draft {
    const own = new Draft(start.document, start.layers, shared);
    if (name !== null) setKnown(own, "model_config.model", name.value, name.origin);
    return own;
  }
}

function keyOf(flags: ModelFlags, files: ModelSources["files"]): string {
  // A replacer is called for each value, and a length is the only number of most flags.
  const isPlain = flags.maxModelLen !== Infinity && flags.hfOverrides === null && flags.poolerConfig === null;
  return JSON.stringify([flags, files === null ? null : textOf(files)], isPlain ? undefined : withInfinity);
}

const textOf = memoize((files: ModelFiles) => JSON.stringify(files));

/** JSON writes infinity as null, which means something else here. */
const withInfinity = (_: string, value: unknown) => (value === Infinity ? "Infinity" : value);

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
