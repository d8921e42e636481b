import { vllm } from "../../engine/vllm/adapter/vllm.js";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../engine/common/json.js";
import { documentToJson } from "../../engine/vllm/documents.js";
import { compilePacks } from "../../engine/compiler/compile-packs.js";
import { makeRun } from "../../engine/compiler/make-run.js";
import type { Pack } from "../../engine/generated/pack.js";
import { operatorTable } from "../../engine/language/conditions/operators.js";
import { parseExpression } from "../../engine/language/expression/parse-expression.js";
import type { LinkedPack, LinkedPacks } from "../../engine/packs/linked.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { calls } from "../agreement/generate-calls.js";
import { document } from "../agreement/generate-documents.js";
import { expression } from "../agreement/generate-expressions.js";
import { documents, packs as generatedPacks } from "../agreement/generate-packs.js";
import { asJson, askPython, hasPython, writeModule, type Question } from "../python/python-module.js";
import { manifest, readVectors, releases } from "../vectors/release-vectors.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-python-"));
afterAll(() => rmSync(folder, { recursive: true }));
const runs = Number(process.env.FETTLE_RUNS ?? 6000);
const fileOf = (name: string): string => path.join(folder, `${name}.py`);

const timeout = 1_200_000;

describe.skipIf(!hasPython)("Python modules (skipped without python3)", () => {
  test.each(releases)("vllm@%s: all packs on all vectors of the release", { timeout }, async (release) => {
    const { program } = await loadProgram({ target: `vllm@${release}` });
    const module = fileOf(`vllm_${release.replaceAll(".", "_")}`);
    writeModule(program!.linked, module);
    const inputs = Object.entries(manifest.files)
      .filter(([, entry]) => entry.releases.includes(release))
      .flatMap(([file]) => readVectors(file).map(({ input }) => input as JsonObject));
    const found = askPython(inputs.map((input) => ({ module, document: documentToJson(input) })));
    for (const [index, input] of inputs.entries()) expect(found[index]).toEqual(asJson(program!.run(input)));
    expect(inputs.length).toBeGreaterThan(100);
  });

  test(`${runs} generated expressions and calls`, { timeout }, () => {
    const made = [
      ...fc.sample(fc.tuple(expression, document), { numRuns: runs }).map(([text, value]) => ({ text, value })),
      ...fc.sample(calls, { numRuns: runs }),
    ].filter(({ text, value }) => !text.includes("$power") && typeof value === "object" && !Array.isArray(value));
    const linked = made.map(({ text }, index) => expressionPack(`made/e${index}`, text));
    const kept = made.flatMap(({ text, value }, index) => {
      const pack = linked[index]!;
      return pack === null ? [] : [{ text, document: (value ?? {}) as JsonObject, pack }];
    });
    const whole = linkedPacks(kept.map(({ pack }) => pack));
    const module = fileOf("expressions");
    writeModule(whole, module);
    const run = makeRun([], compilePacks(whole, "closures"), whole.engine);
    const questions = kept.map(
      ({ document: given, pack: { name } }): Question => ({ module, document: given, pack: name, validate: false }),
    );
    const found = askPython(questions);
    let answers = 0;
    for (const [index, { text, document: given, pack }] of kept.entries()) {
      const expected = asJson(run(given, { pack: pack.name, validate: false }));
      expect({ text, given, ...found[index] }).toEqual({ text, given, ...expected });
      answers += expected.ok ? 1 : 0;
    }
    expect(kept.length).toBeGreaterThan(runs);
    expect(answers).toBeGreaterThan(kept.length / 3);
  });

  test("generated packs on generated documents", { timeout }, async () => {
    const made = fc.sample(fc.tuple(generatedPacks, fc.array(sharedDocuments, { minLength: 8, maxLength: 8 })), {
      numRuns: Math.ceil(runs / 10),
    });
    const seen = { ok: 0, failed: 0, changes: 0 };
    const module = fileOf("packs");
    const loaded = await Promise.all(
      made.map(async ([raw, inputs], index) => {
        const pack = plain({ ...raw, pack: `made/p${index}` });
        const files = { "made.set.json": setOf(pack.pack), [`${pack.pack}.pack.json`]: pack };
        const { program, diagnostics } = await loadProgram({ set: "made", files });
        if (program === null) throw new Error(JSON.stringify(diagnostics));
        return { program, inputs, pack: pack.pack };
      }),
    );
    writeModule(linkedPacks(loaded.flatMap(({ program }) => [...program.linked.packs.values()])), module);
    const all = loaded.flatMap(({ inputs, ...rest }) => inputs.map((input) => ({ input, ...rest })));
    const found = askPython(
      all.map(({ pack, input }) => ({ module, pack, document: documentToJson(input), validate: false })),
    );
    for (const [index, { program, input }] of all.entries()) {
      const expected = asJson(program.run(input, { validate: false }));
      expect({ input, ...found[index] }).toEqual({ input, ...expected });
      expect(JSON.stringify(found[index]), "the order of keys").toBe(JSON.stringify(expected));
      seen.ok += expected.ok ? 1 : 0;
      seen.failed += expected.ok ? 0 : 1;
      seen.changes += expected.changes.length;
    }
    expect(seen.ok).toBeGreaterThan(500);
    expect(seen.failed).toBeGreaterThan(50);
    expect(seen.changes).toBeGreaterThan(1000);
  });
});

/** hf_text_config is absent, hf_config itself, a part of it, or like it. */
const sharedDocuments = fc
  .tuple(documents, fc.constantFrom("absent", "whole", "part", "copy"))
  .map(([{ model_config }, sharing]): JsonObject => {
    const { hf_config } = model_config;
    const { deep } = hf_config;
    const isObject = typeof deep === "object" && deep !== null && !Array.isArray(deep);
    const part = { absent: undefined, whole: hf_config, part: isObject ? deep : {}, copy: { x: 1 } }[sharing];
    return structuredClone({
      model_config: { hf_config, ...(part === undefined ? {} : { hf_text_config: part }) },
    }) as JsonObject;
  });

const setOf = (pack: string) => ({ set: "made", target: "vllm@0.19.0", stages: [{ pack }] });

/** The pack with the operators that a built module has: without what stands before a colon. */
function plain(pack: Pack): Pack {
  const strip = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(strip);
    if (typeof part !== "object" || part === null) return part;
    const entries = Object.entries(part).map(([key, value]) => [key, strip(value)] as const);
    const { operator, value, ...rest } = Object.fromEntries(entries) as Record<string, unknown>;
    if (typeof operator !== "string") return Object.fromEntries(entries);
    const base = operator.slice(operator.lastIndexOf(":") + 1);
    const isOrder = base.startsWith("less") || base.startsWith("greater");
    const isConstant = typeof value !== "object" || value === null;
    // A constant of a type that the plain operator cannot be meant for is refused when the pack is loaded.
    if (isConstant && isOrder && typeof value !== "number") return { ...rest, operator: base, value: 1 };
    if (Array.isArray(value) && base !== "in" && base !== "notIn") return { ...rest, operator: "in", value };
    return { ...rest, operator: base, value };
  };
  return strip(pack) as Pack;
}

/**
 * A pack that writes what an expression gives to a key of the document; null where the language refuses the expression.
 */
function expressionPack(name: string, text: string): LinkedPack | null {
  const parsed = parseExpression(text);
  if (!parsed.ok) return null;
  const id = `${name}/write`;
  const value = { kind: "computed", at: "", text, expression: parsed.node } as const;
  const rule = { id: "write", then: [{ set: "made", jsonata: text }] };
  const pack = { pack: name, hook: "vllm_config", rules: [rule] } as unknown as Pack;
  return {
    kind: "pack",
    name,
    file: null,
    source: { file: null, value: null, locate: () => null },
    pack,
    rules: [{ id, rule: pack.rules[0]!, at: "", when: null, then: [{ kind: "set", at: "", path: ["made"], value }] }],
  };
}

function linkedPacks(packs: readonly LinkedPack[]): LinkedPacks {
  return {
    set: "made",
    target: { project: "vllm", version: "0.33.0" },
    engine: vllm,
    packs: new Map(packs.map((pack) => [pack.name, pack])),
    stages: [],
    everyStage: [],
    operators: operatorTable(null),
    read: null as never,
  };
}
