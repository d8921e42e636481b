import { vllm } from "../../engine/vllm/adapter/vllm.js";
import type { Json, JsonObject } from "../../engine/common/json.js";
import { firstOf, lastOf } from "../../engine/common/must.js";
import { fieldsOf, type Field } from "../../engine/language/fields.js";
import { neighborsOf, oddValues } from "./neighbors.js";
import type { Random } from "./random.js";
import type { Vocabulary } from "./vocabulary.js";

const fields = fieldsOf(vllm);

type Made = Record<string, any>;

/** Makes documents of what rules mention, its neighbors, and what breaks assumptions. */
export interface DocumentMaker {
  make(): JsonObject;
  /** A copy with one or two places changed. */
  vary(document: JsonObject): JsonObject;
}

export function documentMaker(vocabulary: Vocabulary, random: Random): DocumentMaker {
  const { paths, constants, all, architectures } = vocabulary;
  const parents = new Set(
    paths
      .flatMap((path) => path.split(".").map((_, index, names) => names.slice(0, index).join(".")))
      .filter((path) => path !== ""),
  );
  const open = [...new Set([...parents, ...paths])].sort(
    (left, right) => left.split(".").length - right.split(".").length,
  );
  const usesText = paths.some((path) => path.startsWith("model_config.hf_text_config"));

  const anyValue = (path: string): Json => {
    const own = constants.get(path) ?? [];
    const roll = random.next();
    if (roll < 0.5 && own.length > 0) return random.pick(own);
    if (roll < 0.65 && own.length > 0) return random.pick(neighborsOf(random.pick(own)));
    if (roll < 0.8 && all.length > 0) return random.pick(all);
    return random.pick(oddValues);
  };
  const typedValue = (path: string, { types, values }: Field): Json => {
    if (random.chance(0.12)) return null;
    if (values !== null) return random.pick([...values, ...(constants.get(path) ?? [])]);
    for (let attempt = 0; attempt < 6; attempt++) {
      const value = anyValue(path);
      if (fitsTypes(value, types)) return value;
    }
    if (types.includes("boolean")) return random.chance(0.5);
    if (types.includes("integer")) return random.int(200);
    if (types.includes("number")) return random.next();
    if (types.includes("string")) return random.pick(["auto", "x", "", "12"]);
    return types.includes("array") ? random.pick([[], ["a"], ["a", "b"]]) : {};
  };
  const valueFor = (path: string): Json => {
    const found = fields.find(path.split("."));
    return structuredClone(
      found.kind === "known" && found.field.types.length > 0 ? typedValue(path, found.field) : anyValue(path),
    ) as Json;
  };
  const put = (document: Made, path: string, value: unknown): void => {
    const names = path.split(".");
    let place: any = document;
    for (const name of names.slice(0, -1)) {
      if (typeof place !== "object" || place === null) return;
      if (!Object.hasOwn(place, name)) return;
      place = place[name];
    }
    if (typeof place === "object" && place !== null && !(Array.isArray(place) && !isItem(place, lastOf(names))))
      place[lastOf(names)] = value;
  };
  const fill = (document: Made): void => {
    const density = random.pick([0.4, 0.7, 0.95]);
    for (const path of open) {
      if (path === "model_config.architecture") continue;
      const isParent = parents.has(path);
      const depth = path.split(".").length;
      if (isParent) {
        const roll = random.next();
        if (roll < (depth <= 2 ? 0.04 : 0.12)) continue;
        if (roll < (depth <= 2 ? 0.07 : 0.2))
          put(document, path, depth <= 1 || path === "model_config.hf_config" ? null : valueFor(path));
        else if (depth > 2 && (paths.some((other) => other.startsWith(`${path}.0`)) ? roll < 0.7 : roll < 0.3))
          put(document, path, arrayFor(path));
        else put(document, path, {});
      } else if (random.chance(density)) put(document, path, valueFor(path));
    }
  };
  const arrayFor = (path: string): Json[] => {
    const inner = paths.filter((other) => other.startsWith(`${path}.`) && !/\.\d+$/.test(other));
    return Array.from({ length: random.int(4) }, () => {
      if (inner.length === 0 || random.chance(0.3)) return structuredClone(anyValue(path)) as Json;
      return Object.fromEntries(
        inner
          .filter(() => random.chance(0.7))
          .map((other) => [firstOf(other.slice(path.length + 1).split(".")), valueFor(other)]),
      );
    });
  };
  /** How hf_text_config relates to hf_config. */
  const share = (document: Made): void => {
    const model = document.model_config;
    if (typeof model !== "object" || model === null || (!usesText && random.chance(0.6))) return;
    const config = model.hf_config;
    if (typeof config !== "object" || config === null || Array.isArray(config)) return;
    // What was shared before is not any more: else a config could come to hold itself.
    if (typeof model.hf_text_config === "object" && model.hf_text_config !== null)
      model.hf_text_config = structuredClone(model.hf_text_config);
    const roll = random.next();
    if (roll < 0.35) {
      const merged =
        typeof model.hf_text_config === "object" && !Array.isArray(model.hf_text_config) && random.chance(0.5)
          ? { ...config, ...model.hf_text_config }
          : config;
      model.hf_config = merged;
      model.hf_text_config = merged;
    } else if (roll < 0.7) {
      const parts = partsOf(config, 3);
      if (parts.length === 0 || random.chance(0.2))
        config.text_config =
          typeof model.hf_text_config === "object" &&
          !Array.isArray(model.hf_text_config) &&
          model.hf_text_config !== null
            ? model.hf_text_config
            : {};
      model.hf_text_config = random.pick(parts.length === 0 ? [config.text_config] : parts);
      if (model.hf_text_config === null || typeof model.hf_text_config !== "object") delete model.hf_text_config;
    } else if (roll < 0.78) model.hf_text_config = structuredClone(random.pick([config, ...partsOf(config, 3)]));
  };
  const choose = (document: Made): Made => {
    const model = document.model_config;
    if (typeof model === "object" && model !== null) {
      if (architectures.length > 0 && random.chance(0.95)) model.architecture = random.pick(architectures);
      else if (random.chance(0.3)) model.architecture = random.pick(["Other", "A", null]);
    }
    return document;
  };
  return {
    make() {
      const document: Made = {};
      fill(document);
      if (architectures.length > 0 && document.model_config == null && random.chance(0.9)) document.model_config = {};
      share(document);
      return choose(document) as JsonObject;
    },
    vary(document) {
      const copy = structuredClone(document) as Made;
      for (let times = 1 + random.int(3); times > 0; times--) {
        const path = random.pick(open.length === 0 ? ["model_config"] : open);
        if (random.chance(0.15)) unput(copy, path);
        else if (!parents.has(path)) put(copy, path, valueFor(path));
        else if (path.split(".").length > 2) put(copy, path, random.chance(0.5) ? {} : valueFor(path));
      }
      if (random.chance(0.3)) share(copy);
      return copy as JsonObject;
    },
  };
}

/** Whether a key is that of an item, or of the next: an array has no gaps. */
function isItem(array: readonly unknown[], key: string): boolean {
  return /^\d+$/.test(key) && Number(key) <= array.length && String(Number(key)) === key;
}

function unput(document: Made, path: string): void {
  const names = path.split(".");
  let place: any = document;
  for (const name of names.slice(0, -1)) place = typeof place === "object" && place !== null ? place[name] : undefined;
  if (typeof place === "object" && place !== null && !Array.isArray(place)) delete place[lastOf(names)];
}

function partsOf(config: Made, levels: number): Made[] {
  if (levels === 0) return [];
  return Object.values(config).flatMap((value) =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? [value, ...partsOf(value, levels - 1)] : [],
  );
}

function fitsTypes(value: Json, types: readonly string[]): boolean {
  return types.some((type) => {
    if (type === "integer") return Number.isSafeInteger(value);
    if (type === "array") return Array.isArray(value) && value.every((item) => typeof item === "string");
    if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
    return typeof value === type;
  });
}
