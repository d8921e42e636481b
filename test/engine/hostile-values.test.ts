import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { load, type Fettle } from "../../engine/index.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { documents, madeSet, packs } from "../agreement/generate-packs.js";
import { hostileDocuments, hostileJson, hostileValue, nested } from "./hostile-values.js";

vi.setConfig({ testTimeout: 3_600_000 });

const runs = Number(process.env.FETTLE_RUNS ?? 100);

let fettle: Fettle;
beforeAll(async () => {
  fettle = await load();
});

/** An evaluation ends in a result, whatever is in the document. */
function expectResult(document: object): void {
  const result = fettle.evaluate(document, { trace: true });
  expect(result.ok).toBe(result.error === null);
  expect(result.trace).toBeInstanceOf(Array);
  fettle.checkDocument(document);
}

test("a number is compared with an object that has a key `toString`", () => {
  const dims = { head_dim: 256, global_head_dim: { toString: 1 } };
  const document = {
    model_config: { architecture: "Gemma4ForCausalLM", hf_text_config: dims },
    attention_config: { backend: null },
  };
  expect(fettle.evaluate(document)).toMatchObject({ ok: true, error: null });
  expect(
    fettle.evaluate({
      ...document,
      model_config: {
        ...document.model_config,
        hf_text_config: { head_dim: { valueOf: 1, toString: 1 }, global_head_dim: 512 },
      },
    }),
  ).toMatchObject({ ok: true });
});

test("what JSON does not have is an error at its place", () => {
  const at = (value: unknown) => {
    const document = { model_config: { hf_config: { x: [0, value] } } };
    const { error } = fettle.evaluate(document);
    expect(fettle.checkDocument(document).map(({ severity }) => severity)).toEqual(error === null ? [] : ["error"]);
    return error === null ? null : [error.code, error.path];
  };
  const circle: unknown[] = [];
  circle.push(circle);
  const refused = ["fettle/document-type", "model_config.hf_config.x.1"];
  for (const value of [
    1n,
    Symbol("s"),
    () => 1,
    undefined,
    new Array(3),
    {
      get x() {
        throw new Error("no");
      },
    },
  ]) {
    expect(at(value)?.[0]).toBe(refused[0]);
    expect(at(value)?.[1]).toContain(refused[1]);
  }
  expect(at(circle)?.[0]).toBe(refused[0]);
  for (const value of [{ y: undefined }, { toString: 1 }, Object.create(null), 1, new Date(0)])
    expect(at(value)).toBeNull();
});

describe("a document that JSON cannot represent is an error without validation, too", () => {
  const x = "model_config.hf_config.x";
  const fails = {
    copied: [{ set: "model_config.hf_config.y", jsonata: x }],
    logged: [{ log: "info", code: "c", message: `{${x}}` }],
    printed: [{ set: "model_config.hf_config.y", jsonata: `$string(${x})` }],
  };
  const values = {
    "an object that contains itself": () => Object.assign([] as unknown[], { 0: circle, length: 1 }),
    "a value that is nested too deeply": () => nested(100_000),
    "an unreadable value": () =>
      new Proxy({}, { get: throwing, ownKeys: throwing, has: throwing, getOwnPropertyDescriptor: throwing }),
  };
  const circle: Record<string, unknown> = {};
  circle.y = circle;
  function throwing(): never {
    throw new TypeError("no");
  }

  test.each(["code", "closures"] as const)("as %s", async (mode) => {
    const kinds = new Set<string | undefined>();
    for (const then of Object.values(fails)) {
      const rules = [{ id: "r", when: { fact: x, operator: "isSet", value: true }, then }];
      const files = { "made.set.json": madeSet, "made/up.pack.json": { pack: "made/up", hook: "vllm_config", rules } };
      const { program, diagnostics } = await loadProgram({ set: "made", files, mode });
      if (program === null) throw new Error(JSON.stringify(diagnostics));
      for (const make of Object.values(values)) {
        const given = () => ({ model_config: { hf_config: { x: make() } } }) as never;
        for (const trace of [false, true]) {
          const { ok, error } = program.run(given(), { validate: false, trace });
          if (!ok) expect(error).toMatchObject({ code: "fettle/document-type", kind: "type", rule: null });
          kinds.add(error?.code);
          expect(program.run(given(), { trace }).error?.code).toBe("fettle/document-type");
        }
      }
    }
    expect(kinds).toContain("fettle/document-type");
  });

  test("a section that shows no keys and throws when it is read", () => {
    const document = { model_config: new Proxy({}, { get: throwing }) };
    for (const validate of [true, false])
      expect(fettle.evaluate(document, { validate }).error).toMatchObject({ code: "fettle/document-type", path: "" });
    expect(fettle.checkDocument(document)).toMatchObject([{ code: "not-json", severity: "error" }]);
  });
});

test("no document makes an evaluation throw", () => {
  fc.assert(
    fc.property(hostileDocuments, (make) => expectResult(make())),
    { numRuns: runs },
  );
});

test("no checkpoint makes the building of a document throw", () => {
  const made = (...names: string[]) =>
    fc
      .dictionary(fc.constantFrom(...names), hostileValue, { maxKeys: 4 })
      .map((all) => () => Object.fromEntries(Object.entries(all).map(([name, make]) => [name, make()])));
  const key = fc.constantFrom(
    "model_type",
    "architectures",
    "dtype",
    "quantization_config",
    "text_config",
    "rope_scaling",
    "rope_parameters",
    "layer_types",
    "sliding_window",
    "max_position_embeddings",
    "auto_map",
    "vision_config",
    "block_configs",
  );
  const inner = made(
    "model_type",
    "quant_method",
    "quant_algo",
    "producer",
    "quantization",
    "rope_type",
    "factor",
    "dtype",
    "full_attention",
  );
  const layers = inner.map((make) => () => ({ full_attention: make() }));
  const config = fc.dictionary(
    key,
    fc.oneof(
      hostileValue,
      inner,
      layers,
      fc.constant(() => ["LlamaForCausalLM"]),
    ),
    { maxKeys: 6 },
  );
  fc.assert(
    fc.property(config, hostileJson, (made, given) => {
      const hfConfig = Object.fromEntries(Object.entries(made).map(([name, make]) => [name, make()]));
      const args = [
        "--max-model-len",
        "100000",
        "--compilation-config",
        JSON.stringify(given),
        "--hf-overrides",
        JSON.stringify(given),
      ];
      const { document } = buildDocument({
        hfConfig: { max_position_embeddings: 4096, ...hfConfig } as never,
        model: "m",
        args,
      });
      expectResult(document);
    }),
    { numRuns: runs, examples: [[{ model_type: () => ({ toString: 1 }) }, {}]] },
  );
});

describe("generated packs over documents with hostile values", () => {
  test.each(["code", "closures"] as const)("as %s", async (mode) => {
    const hostile = fc
      .tuple(documents, fc.constantFrom("a", "b", "c", "list", "deep"), hostileValue)
      .map(([document, key, make]) => () => {
        return { model_config: { hf_config: { ...document.model_config.hf_config, [key]: make() } } };
      });
    await fc.assert(
      fc.asyncProperty(packs, fc.array(hostile, { minLength: 4, maxLength: 4 }), async (pack, several) => {
        const { program } = await loadProgram({
          set: "made",
          files: { "made.set.json": madeSet, "made/up.pack.json": pack },
          mode,
        });
        for (const make of several) {
          const result = program!.run(make() as never, { trace: true });
          expect(result.trace).toBeInstanceOf(Array);
        }
      }),
      { numRuns: Math.ceil(runs / 10) },
    );
  });
});
