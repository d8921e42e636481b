import { expect, test } from "vitest";
import { load } from "../../engine/index.js";

const pack = (index: number) => ({
  ...{ pack: `big/p${index}`, hook: "vllm_config", match: { architectures: [`A${index}`] } },
  rules: [{ id: "r", then: [{ set: "cache_config.block_size", value: index }] }],
});

test("a pack is compiled when a document first reaches it, and not again", async () => {
  const files: Record<string, object> = {
    "big.set.json": { set: "big", target: "vllm@0.19.0", stages: [{ dispatch: "vllm_config" }] },
  };
  for (let index = 1; index <= 50; index++) files[`big/p${index}.pack.json`] = pack(index);
  const original = globalThis.Function;
  let compiled = 0;
  globalThis.Function = new Proxy(original, {
    construct(target, args) {
      compiled++;
      return Reflect.construct(target, args) as object;
    },
  });
  try {
    const fettle = await load({ set: "big", files, mode: "code" });
    expect(compiled).toBe(0);
    for (const index of [7, 7, 31]) {
      const { changes } = fettle.evaluate({ model_config: { architecture: `A${index}` }, cache_config: {} });
      expect(changes).toEqual([{ path: "cache_config.block_size", after: index, rule: `big/p${index}/r` }]);
    }
    expect(compiled).toBe(2);
  } finally {
    globalThis.Function = original;
  }
});
