import { expect, test } from "vitest";
import { documentToJson, tryFromJson } from "../common/aliases.js";
import { deepCopy } from "../common/deep-copy.js";
import { isObject, type Json, type JsonObject } from "../common/json.js";
import { must } from "../common/must.js";
import type { Path } from "../common/path.js";
import { aimedDocuments } from "../solver/challenge/aimed-documents.js";
import { fieldsOf } from "../solver/challenge/fields.js";
import { seededRandom } from "../solver/challenge/random.js";
import { loadProgram } from "../workspace/load-program.js";
import { aspectKey, differencesOf } from "./behavior-of-versions.js";
import { dependenceOf } from "./dependencies.js";
import { versionsOf } from "./versions.js";

const programs = await Promise.all(
  ["0.19.0", "0.33.0"].map(async (release) => {
    const { program } = await loadProgram({ set: "vllm", rules: ["rules"], target: `vllm@${release}` });
    return must(program, "the rules");
  }),
);
const [before, after] = programs as [(typeof programs)[0], (typeof programs)[0]];
const versions = versionsOf(before, after, null);
const { alias } = after.linked.engine;

/** Sets a value in a copy, and whatever objects are missing around it. */
function withValue(document: JsonObject, path: Path, value: Json): JsonObject {
  const copy = deepCopy<{ [key: string]: Json }>(document);
  let around = copy;
  for (const key of path.slice(0, -1)) {
    if (!isObject(around[key])) around[key] = {};
    around = around[key] as typeof copy;
  }
  around[must(path.at(-1), "the key")] = value;
  return copy;
}

const shown = (document: JsonObject) => differencesOf(document, versions).map(aspectKey).toSorted();

test.each(["vllm/gemma4", "vllm/qwen3-5-text", "vllm/mamba", "core/attention-backend", "core/hybrid-block-size"])(
  "another value where nothing depends on it shows the same differences: %s",
  (pack) => {
    const random = seededRandom(1);
    const linked = programs.map((program) => program.linked);
    const fields = [...fieldsOf(linked, new Set([pack])).values()];
    const found = { independent: 0, dependent: 0 };
    let left = 60;
    for (const document of aimedDocuments(linked, new Set([pack]), 1)) {
      if (left-- === 0) break;
      const json = documentToJson(document, alias);
      const dependsOn = dependenceOf(json, must(tryFromJson(json, alias), "the document"), versions);
      const own = shown(document);
      for (const { path, known, wide } of fields) {
        const isDependent = dependsOn(path);
        found[isDependent ? "dependent" : "independent"]++;
        if (isDependent) continue;
        const other = tryFromJson(withValue(json, path, random.pick([...known, ...wide])), alias);
        const differences = other === null ? [] : shown(other);
        expect(own).toEqual(expect.arrayContaining(differences));
      }
    }
    expect(Math.min(found.independent, found.dependent)).toBeGreaterThan(100);
  },
);

test("an evaluation depends on a missing object around what it reads, and on all that an alias may share", () => {
  const empty = dependenceOf({}, {}, versions);
  expect(empty(["model_config", "unread"])).toBe(true);
  expect(empty(["unread", "deep"])).toBe(false);
  const json = { model_config: { hf_config: {}, hf_text_config: { $same: "hf_config" } } };
  const shared = dependenceOf(json, must(tryFromJson(json, alias), "the document"), versions);
  expect(shared(["model_config", "hf_config", "unread"])).toBe(true);
  const apart = { model_config: { hf_config: {}, hf_text_config: {} } };
  expect(dependenceOf(apart, apart, versions)(["model_config", "hf_config", "unread"])).toBe(false);
});

test("everything matters for a document that the schema forbids", () => {
  const document = { cache_config: { block_size: "large" } };
  expect(dependenceOf(document, document, versions)(["unread"])).toBe(true);
});
