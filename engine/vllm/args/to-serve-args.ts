import type { FieldValue, Pin, PinnedArgs } from "../../serving/pins.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { firstOf, fromMap, lastOf } from "../../common/must.js";
import { loadServeFacts, type ServeFacts } from "../facts.js";
import { readPath } from "../../common/path.js";
import { isNestedConfig } from "../files/hf-overrides.js";
import type { Setting } from "../../serving/given.js";
import type { ServeFlag } from "../../serving/flags.js";
import { withoutEffect } from "./without-effect.js";

export interface ToServeArgsOptions {
  /** The resolved document, in which `hf_text_config` may alias a nested part of `hf_config`. */
  readonly document: JsonObject;
  readonly changes: readonly FieldValue[];
  /** The user's settings: changes to a JSON object that a flag already has are merged into it. */
  readonly settings?: readonly Setting[];
  readonly facts?: ServeFacts;
}

/** Computes the `vllm serve` flags that pin fields at their resolved values. */
export function toServeArgs(options: ToServeArgsOptions): PinnedArgs {
  const facts = options.facts ?? loadServeFacts();
  const pins: Pin[] = [];
  const unpinned: { path: string; reason: string }[] = [];
  const merged = new Map<ServeFlag, { value: Record<string, Json>; paths: string[] }>();
  for (const { path, after } of options.changes) {
    const place = placeOf(path, options.document, facts, options.settings ?? []);
    const note = withoutEffect(path, facts);
    if (after === undefined) unpinned.push({ path, reason: "no flag removes a field" });
    else if (place === null) unpinned.push({ path, reason: "no flag sets it" });
    else if (note !== null) unpinned.push({ path, reason: `its flag has no effect: ${note}` });
    else if (place.keys.length === 0) {
      const words = writeFlag(place.flag, place.flag.field === limits ? withoutNulls(after) : after);
      if (words === null)
        unpinned.push({ path, reason: `\`${place.flag.flag}\` does not accept ${JSON.stringify(after)}` });
      else pins.push({ flag: place.flag, value: after, args: words, paths: [path] });
    } else {
      const given = options.settings?.find((setting) => setting.flag === place.flag)?.value;
      const into = merged.get(place.flag) ?? {
        value: isObject(given) ? (structuredClone(given) as Record<string, Json>) : {},
        paths: [],
      };
      merged.set(place.flag, into);
      putResolved(into.value, place, after, options.document);
      into.paths.push(path);
    }
  }
  const alone = pins.filter(({ flag }) => !merged.has(flag));
  const whole = [...merged].map(
    ([flag, { value, paths }]): Pin => ({ flag, value, args: [flag.flag, JSON.stringify(value)], paths }),
  );
  return { ...wordsOf([...alone, ...whole]), unpinned };
}

/** Limits of one kind of input: vLLM writes null for what the user left out, and refuses null from the user. */
const limits = "model_config.multimodal_config.limit_per_prompt";

function withoutNulls(value: Json): Json {
  if (!isObject(value)) return value;
  const stated = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(stated.map(([key, member]) => [key, withoutNulls(member)]));
}

/** Converts pins to arguments. */
export function wordsOf(pins: readonly Pin[]): Pick<PinnedArgs, "args" | "pins" | "pinned"> {
  const pinned = pins.flatMap(({ paths, args }) => paths.map((path) => ({ path, args })));
  return { args: pins.flatMap(({ args }) => args), pins, pinned };
}

interface Place {
  readonly flag: ServeFlag;
  /** Keys inside the flag's JSON object; empty if the flag sets the field itself. */
  readonly keys: readonly string[];
}

/**
 * Finds the flag of the field, or of the nearest section around it. A key that the user gave in a section's JSON stays
 * there.
 */
function placeOf(path: string, document: JsonObject, facts: ServeFacts, settings: readonly Setting[]): Place | null {
  const overrides = overrideKeys(path.split("."), document);
  if (overrides !== null)
    return overrides.length === 0
      ? null
      : { flag: fromMap(facts.flags.byField, "model_config.hf_overrides"), keys: overrides };
  const given = settings.find(
    ({ flag, value }) =>
      flag.kind === "config" &&
      isObject(value) &&
      path.startsWith(`${flag.field}.`) &&
      path.slice(flag.field.length + 1) in value,
  );
  if (given !== undefined) return { flag: given.flag, keys: path.slice(given.flag.field.length + 1).split(".") };
  const exact = facts.flags.byField.get(path);
  if (exact !== undefined) return exact.secret ? null : { flag: exact, keys: [] };
  const keys = path.split(".");
  for (let length = keys.length - 1; length > 0; length--) {
    const flag = facts.flags.byField.get(keys.slice(0, length).join("."));
    if (flag?.kind === "config" || flag?.kind === "json-or-string" || flag?.kind === "json")
      return { flag, keys: keys.slice(length) };
  }
  return null;
}

/** Keys inside `hf_config`, which `--hf-overrides` takes; null for other fields. */
function overrideKeys(keys: readonly string[], document: JsonObject): readonly string[] | null {
  if (keys[0] !== "model_config") return null;
  if (keys[1] === "hf_config") return keys.slice(2);
  if (keys[1] !== "hf_text_config") return null;
  const config = readPath(document, ["model_config", "hf_config"]);
  const text = readPath(document, ["model_config", "hf_text_config"]);
  const path = isObject(config) && isObject(text) ? pathTo(config, text) : null;
  return path === null ? [] : [...path, ...keys.slice(2)];
}

/** Finds the keys from a configuration to the identical object nested in it. */
function pathTo(config: JsonObject, target: JsonObject): readonly string[] | null {
  if (config === target) return [];
  for (const [key, value] of Object.entries(config)) {
    if (
      !isObject(value) ||
      !(key.endsWith("_config") || key === "decoder" || key === "generator" || key === "text_encoder")
    )
      continue;
    const found = pathTo(value, target);
    if (found !== null) return [key, ...found];
  }
  return null;
}

/** Formats a flag and its value as arguments; null if the flag does not accept the value. */
export function writeFlag(flag: ServeFlag, value: Json): readonly string[] | null {
  if (flag.field === "lora_config") return value === null ? [`--no-${flag.flag.slice(2)}`] : [flag.flag];
  if (value === null) return flag.none && flag.kind !== "list" ? [flag.flag, "None"] : null;
  switch (flag.kind) {
    case "boolean":
      return value === true ? [flag.flag] : value === false ? [`--no-${flag.flag.slice(2)}`] : null;
    case "switch":
      return value === true ? [flag.flag] : null;
    case "commas":
      return Array.isArray(value) && value.length > 0 ? oneValue(flag, value.join(",")) : null;
    case "list":
    case "append":
      return writeList(flag, Array.isArray(value) ? (value as Json[]) : [value]);
    case "optional-string":
      return value === true ? [flag.flag] : typeof value === "string" ? oneValue(flag, value) : null;
    case "json":
    case "json-or-string":
    case "config":
      return isObject(value) || flag.kind === "json"
        ? [flag.flag, JSON.stringify(value)]
        : typeof value === "string"
          ? oneValue(flag, value)
          : null;
    case "enum":
      return flag.values?.includes(value) === true ? oneValue(flag, String(value)) : null;
    default:
      return typeof value === "number" || typeof value === "string" ? oneValue(flag, String(value)) : null;
  }
}

function writeList(flag: ServeFlag, values: readonly Json[]): readonly string[] | null {
  const texts = values.map(String);
  if (values.some((value) => typeof value === "object")) return null;
  if (flag.kind === "append") return texts.flatMap((text) => [flag.flag, text]);
  const [first, ...others] = texts;
  if (first !== undefined && others.length === 0) return oneValue(flag, first);
  return first === undefined || texts.some((text) => text.startsWith("-")) ? null : [flag.flag, ...texts];
}

/** Formats one value. Text that vLLM would parse as `None` or as another flag uses `=` or is refused. */
function oneValue(flag: ServeFlag, text: string): readonly string[] | null {
  if (flag.none && (text === "" || text === "None")) return null;
  return text.startsWith("-") ? [`${flag.flag}=${text}`] : [flag.flag, text];
}

/** Puts a value into a flag's JSON. An object of config.json that overrides replace is included as a whole. */
function putResolved(target: Record<string, Json>, { flag, keys }: Place, value: Json, document: JsonObject): void {
  const isReplaced = flag.field === "model_config.hf_overrides" && keys.length > 1 && !isNestedConfig(firstOf(keys));
  const whole = isReplaced ? readPath(document, ["model_config", "hf_config", firstOf(keys)]) : undefined;
  if (whole === undefined) put(target, keys, value);
  else target[firstOf(keys)] = structuredClone(whole as Json);
}

function put(target: Record<string, Json>, keys: readonly string[], value: Json): void {
  let at = target;
  for (const key of keys.slice(0, -1)) {
    if (!isObject(at[key])) at[key] = {};
    at = at[key] as Record<string, Json>;
  }
  at[lastOf(keys)] = value;
}
