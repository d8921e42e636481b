import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { load, type Fettle } from "../../engine/index.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { documents, madeSet, packs } from "../agreement/generate-packs.js";
import { hostileDocuments, hostileJson, hostileValue } from "./hostile-values.js";

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
    { numRuns: runs },
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
