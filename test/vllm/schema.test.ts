import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isObject, type JsonObject } from "../../engine/common/json.js";
import { readFactFiles } from "../../engine/vllm/fact-files.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { factsOfRelease } from "../../engine/vllm/release-facts.js";
import { validate } from "../../engine/generated/validate-vllm-config.js";

const { schema, flags } = loadServeFacts("0.19.0");
const { architectures } = factsOfRelease(readFactFiles(), "0.19.0");
const sections = Object.entries({ document: schema, ...(schema["$defs"] as Record<string, JsonObject>) }) as [
  string,
  JsonObject,
][];
const vectors = new URL("../../../shared/vectors/vllm-seed/", import.meta.url);

describe.each(sections)("the schema's section %s", (_name, section) => {
  const fields = Object.entries(section["properties"] as Record<string, JsonObject>);

  it("is closed", () => {
    expect(section["additionalProperties"]).toBe(false);
    expect(section["required"]).toBeUndefined();
  });

  it.each(fields)("%s admits null, and its default fits it", (name, field) => {
    const target =
      typeof field["$ref"] === "string"
        ? (schema["$defs"] as Record<string, JsonObject>)[field["$ref"].slice(8)]!
        : field;
    expect(target["type"]).toContain("null");
    if (Array.isArray(target["enum"])) expect(target["enum"]).toContain(null);
    if (section === schema && field["default"] !== undefined) expect(validate({ [name]: field["default"] })).toBe(true);
    if (Array.isArray(target["enum"]) && field["default"] !== undefined)
      expect(target["enum"]).toContain(field["default"]);
  });
});

describe("the flags", () => {
  it("have one meaning a spelling", () => {
    const names = flags.flags.flatMap((flag) => [flag.flag, ...flag.aliases]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.length).toBeGreaterThan(240);
  });

  it("have the values that their kind needs", () => {
    for (const flag of flags.flags) {
      expect(flag.flag).toMatch(/^--[a-z0-9-]+$/);
      if (flag.kind === "enum") expect([flag.flag, flag.values === null]).toEqual([flag.flag, false]);
      if (flag.kind === "config") expect([flag.flag, isObject(flag.schema?.["properties"])]).toEqual([flag.flag, true]);
    }
  });
});

describe("the architectures", () => {
  it("are known well enough to tell hybrid from pooling models", () => {
    expect(architectures.size).toBeGreaterThan(300);
    const named = (key: "hybrid" | "attentionFree" | "mambaPrefixCaching") =>
      [...architectures].filter(([, facts]) => facts[key]).map(([name]) => name);
    expect(named("attentionFree")).toEqual([
      "FalconMambaForCausalLM",
      "Mamba2ForCausalLM",
      "MambaForCausalLM",
      "PrithviGeoSpatialMAE",
      "Terratorch",
    ]);
    expect(named("mambaPrefixCaching")).toContain("FalconH1ForCausalLM");
    expect(named("hybrid")).not.toContain("LlamaForCausalLM");
    expect(named("hybrid")).toHaveLength(24);
  });
});

describe.skipIf(!existsSync(vectors))("recorded documents (skipped where ../shared/vectors is missing)", () => {
  const files = existsSync(vectors) ? readdirSync(vectors).filter((name) => name.endsWith(".jsonl")) : [];

  it.each(files)("of %s fit the schema", (file) => {
    for (const line of readFileSync(new URL(file, vectors), "utf8").trim().split("\n")) {
      const {
        id,
        input,
        expect: outcome,
      } = JSON.parse(line) as { id: string; input: unknown; expect: { document: unknown } };
      for (const document of [input, outcome.document]) {
        if (document !== null) expect([id, validate(document), validate.errors]).toEqual([id, true, null]);
      }
    }
  });
});
