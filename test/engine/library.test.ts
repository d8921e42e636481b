import { spawnSync } from "node:child_process";
import { describe, expect, inject, test } from "vitest";
import { FettleError, load } from "../../engine/index.js";
import { loadPack } from "./load-pack.js";

const gemma = {
  model_config: {
    architecture: "Gemma4ForConditionalGeneration",
    hf_text_config: { head_dim: 256, global_head_dim: 512 },
  },
  attention_config: { backend: null },
};

describe("load and evaluate", () => {
  test("says what changed, by which rule, and logs it", async () => {
    const fettle = await load({ set: "vllm", target: "vllm@0.19.0" });
    const result = fettle.evaluate(gemma);
    expect(result).toEqual({
      ok: true,
      document: { ...gemma, attention_config: { backend: "TRITON_ATTN" } },
      changes: [
        { path: "attention_config.backend", before: null, after: "TRITON_ATTN", rule: "vllm/gemma4/force-triton" },
      ],
      logs: [
        {
          level: "info",
          code: "vllm/gemma4/forced-triton",
          rule: "vllm/gemma4/force-triton",
          message: "head sizes differ (256 local, 512 global): TRITON_ATTN for every layer",
          params: { head_dim: 256, global_head_dim: 512 },
        },
      ],
      error: null,
    });
    expect(gemma.attention_config.backend).toBeNull();
  });

  test("copies only what it writes", async () => {
    const fettle = await load({ target: "0.19" });
    const { document } = fettle.evaluate(gemma) as unknown as { document: typeof gemma };
    expect(document.model_config).toBe(gemma.model_config);
    expect(document.attention_config).not.toBe(gemma.attention_config);
  });

  test("a frozen document evaluates", async () => {
    const fettle = await load();
    const frozen = Object.freeze({ ...gemma, attention_config: Object.freeze({ backend: null }) });
    expect(fettle.evaluate(frozen).ok).toBe(true);
  });

  test("the trace tells each condition's result and values, and what was not reached", async () => {
    const fettle = await load({ target: "0.19" });
    const { trace } = fettle.evaluate(
      { ...gemma, model_config: { ...gemma.model_config, hf_text_config: { head_dim: 256 } } },
      { trace: true },
    );
    expect(trace).toHaveLength(1);
    expect(trace![0]).toMatchObject({
      rule: "vllm/gemma4/force-triton",
      fired: false,
      when: {
        result: false,
        all: [
          { fact: "head_dim", operator: "isSet", value: true, actual: 256, result: true },
          { fact: "global_head_dim", operator: "isSet", value: true, result: false },
          { result: null, fact: "head_dim", operator: "notEqual", value: { fact: "global_head_dim" } },
          { result: null, any: [{ result: null }, { result: null }] },
          { result: null },
        ],
      },
    });
    expect(trace![0]!.when!.all![1]).not.toHaveProperty("actual");
  });

  test("a wrong type or value in the document is an error of its own kind", async () => {
    const fettle = await load();
    // @ts-expect-error the type refuses it, too
    const { ok, error } = fettle.evaluate({ cache_config: { mamba_cache_mode: "alll" } });
    expect(ok).toBe(false);
    expect(error).toMatchObject({
      code: "fettle/document-type",
      kind: "type",
      rule: null,
      path: "cache_config.mamba_cache_mode",
    });
    expect(error!.message).toContain("did you mean `all`?");
    // @ts-expect-error the type refuses it, too
    expect(fettle.evaluate({ model_config: { max_model_len: "8192" } }).error?.kind).toBe("type");
  });

  test("a field that the schema does not know is a warning", async () => {
    const fettle = await load();
    // @ts-expect-error a misspelled section does not compile
    expect(fettle.evaluate({ cache_cofnig: {} }).ok).toBe(true);
    const document = { cache_config: { mamba_cash_mode: "none" } as object };
    expect(fettle.evaluate(document).ok).toBe(true);
    expect(fettle.checkDocument(document)).toMatchObject([
      {
        code: "document-unknown-field",
        severity: "warning",
        path: "/cache_config/mamba_cash_mode",
        hint: "did you mean `mamba_cache_mode`?",
      },
    ]);
  });

  test("misuse is told in a diagnostic, not by a stack", async () => {
    const fettle = await load();
    expect(() => fettle.evaluate(gemma, { pack: "vllm/gema4" })).toThrow(/did you mean `vllm\/gemma4`/);
    expect(() => fettle.evaluate([] as never)).toThrow(FettleError);
    await expect(load({ set: "vlm" })).rejects.toThrow(/did you mean `vllm`/);
    await expect(load({ target: "vllm-0.19" })).rejects.toThrow(/is not a target/);
    await expect(load({ rules: "no-such-folder" })).rejects.toThrow(/`no-such-folder` does not exist/);
  });
});

describe("order and writes", () => {
  const set = (path: string, value: unknown) => ({ set: path, value });

  test("a rule sees what the rules before it wrote, and includes run in place", async () => {
    const files = {
      "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages: [{ pack: "acme/outer" }] },
      "acme/outer.pack.json": {
        pack: "acme/outer",
        hook: "vllm_config",
        rules: [
          {
            id: "first",
            then: [set("cache_config.block_size", 16), { include: "acme/inner" }, set("cache_config.block_size", 64)],
          },
        ],
      },
      "acme/inner.pack.json": {
        pack: "acme/inner",
        hook: "vllm_config",
        rules: [
          {
            id: "double",
            when: { fact: "cache_config.block_size", operator: "equal", value: 16 },
            then: [{ set: "cache_config.block_size", jsonata: "cache_config.block_size * 2" }],
          },
        ],
      },
    };
    const fettle = await load({ set: "acme", files });
    expect(fettle.evaluate({ cache_config: {} }).changes).toEqual([
      { path: "cache_config.block_size", after: 16, rule: "acme/outer/first" },
      { path: "cache_config.block_size", before: 16, after: 32, rule: "acme/inner/double" },
      { path: "cache_config.block_size", before: 32, after: 64, rule: "acme/outer/first" },
    ]);
  });

  test("a failing evaluation has no document, and keeps its ledger", async () => {
    const fettle = await loadPack([
      { id: "write", then: [set("cache_config.block_size", 16)] },
      { id: "stop", then: [{ fail: "no", kind: "value", message: "block size {cache_config.block_size}" }] },
    ]);
    expect(fettle.evaluate({ cache_config: {} })).toEqual({
      ok: false,
      document: null,
      changes: [{ path: "cache_config.block_size", after: 16, rule: "acme/gpu/write" }],
      logs: [],
      error: { code: "acme/gpu/no", kind: "value", message: "block size 16", rule: "acme/gpu/stop" },
    });
  });

  test("a missing parent and an absent value are errors", async () => {
    const missing = await loadPack([{ id: "r", then: [set("cache_config.block_size", 16)] }]);
    expect(missing.evaluate({}).error).toMatchObject({
      kind: "missing",
      path: "cache_config.block_size",
      rule: "acme/gpu/r",
    });
    expect(missing.evaluate({ cache_config: null }).error).toMatchObject({ kind: "missing" });
    const absent = await loadPack([
      { id: "r", then: [{ set: "cache_config.block_size", jsonata: "model_config.max_model_len" }] },
    ]);
    expect(absent.evaluate({ cache_config: {} }).error).toMatchObject({ code: "fettle/absent-value", kind: "missing" });
  });

  test("unset removes a key, and setting an equal value is no change", async () => {
    const fettle = await loadPack([
      { id: "r", then: [{ unset: "cache_config.block_size" }, set("cache_config.cache_dtype", "auto")] },
    ]);
    const result = fettle.evaluate({ cache_config: { block_size: 16, cache_dtype: "auto" } });
    expect(result.document).toEqual({ cache_config: { cache_dtype: "auto" } });
    expect(result.changes).toEqual([{ path: "cache_config.block_size", before: 16, rule: "acme/gpu/r" }]);
  });

  test("a written object is not tied to where it came from", async () => {
    const hf = "model_config.hf_config";
    const fettle = await loadPack([
      { id: "make", then: [set(`${hf}.a`, { k: 1 }), { set: `${hf}.b`, jsonata: `${hf}.a` }] },
      { id: "write", then: [set(`${hf}.a.k`, 2), { log: "info", code: "b", message: "{model_config.hf_config.b}" }] },
      { id: "again", then: [set(`${hf}.b.k`, 3)] },
    ]);
    for (const trace of [false, true]) {
      const { document, changes, logs } = fettle.evaluate({ model_config: { hf_config: {} } }, { trace });
      expect(document).toEqual({ model_config: { hf_config: { a: { k: 2 }, b: { k: 3 } } } });
      expect(changes[0]!.after).toEqual({ k: 1 });
      expect(logs[0]!.params).toEqual({ [`${hf}.b`]: { k: 1 } });
    }
    expect(fettle.evaluate({ model_config: { hf_config: {} } }).changes[0]!.after).toEqual({ k: 1 });
  });
});

test("where code generation is forbidden, closures take over", () => {
  const script = `
    const { load } = await import("${inject("builtEngine")}/lib/index.js");
    const fettle = await load({ target: "0.19" });
    const result = fettle.evaluate(${JSON.stringify(gemma)});
    console.log(result.document.attention_config.backend);`;
  const run = spawnSync(
    process.execPath,
    ["--disallow-code-generation-from-strings", "--input-type=module", "-e", script],
    { encoding: "utf8" },
  );
  expect({ status: run.status, stdout: run.stdout, stderr: run.stderr }).toEqual({
    status: 0,
    stdout: "TRITON_ATTN\n",
    stderr: "",
  });
});
