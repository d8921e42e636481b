import { isObject } from "../../engine/common/json.js";
import { documentFromJson, documentToJson } from "../../engine/vllm/documents.js";
import type { Result } from "../../engine/generated/result.js";

/** Everything observable about an evaluation, part by part, in canonical text. */
export interface Observation {
  readonly document: string;
  /** Which part of hf_config is the object hf_text_config. */
  readonly sharing: string;
  readonly logs: string;
  readonly failure: string;
  readonly ledger: string;
}

export type Aspect = keyof Observation;

/** Canonical text of a JSON value: the order of keys is not observable. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "absent";
  const record = value as Record<string, unknown>;
  return `{${Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(record[key])}`)
    .join()}}`;
}

const deepest = 3;

/** Where below hf_config the very object hf_text_config is. */
export function sharedPlace(document: unknown): string {
  const model = isObject(document) ? document.model_config : null;
  if (!isObject(model) || !isObject(model.hf_text_config)) return "";
  const find = (value: unknown, path: string, levels: number): string | null => {
    if (value === model.hf_text_config) return path;
    if (levels === 0 || !isObject(value)) return null;
    for (const key of Object.keys(value).sort()) {
      const found = find(value[key], `${path}.${key}`, levels - 1);
      if (found !== null) return found;
    }
    return null;
  };
  return find(model.hf_config, "hf_config", deepest) ?? "";
}

export function observe({ document, changes, logs, error }: Result): Observation {
  return {
    document: document === null ? "none" : canonical(document),
    sharing: document === null ? "" : sharedPlace(document),
    logs: canonical(logs.map(({ level, code, params }) => ({ level, code, params }))),
    failure: error === null ? "none" : canonical({ code: error.code, kind: error.kind, path: error.path ?? null }),
    ledger: canonical(changes.map(({ rule: _, ...change }) => change)),
  };
}

const aspects: readonly Aspect[] = ["failure", "document", "sharing", "logs", "ledger"];

/** The parts in which two evaluations differ. */
export function differingAspects(one: Result, other: Result): readonly Aspect[] {
  const [left, right] = [observe(one), observe(other)];
  return aspects.filter((aspect) => left[aspect] !== right[aspect]);
}

/** A document as JSON that says its sharing: `{ "$same": "hf_config.text_config" }`. */
export const sayShared = documentToJson;

/** The reverse of {@link sayShared}. */
export const readShared = documentFromJson;
