import { describe, expect, test } from "vitest";
import { loadPack } from "./load-pack.js";

describe("versions", () => {
  const rules = [
    { id: "old", versions: "<0.20.0", then: [{ set: "cache_config.block_size", value: 1 }] },
    { id: "new", versions: ">=0.20.0", then: [{ set: "cache_config.block_size", value: 2 }] },
  ];

  test.each([
    ["vllm@0.19.0", 1],
    ["vllm@0.20.0", 2],
    ["vllm@0.20.0-rc1", 1],
  ])("for %s the block size is %s", async (target, value) => {
    const fettle = await loadPack(rules, {}, { target });
    expect(fettle.evaluate({ cache_config: {} }).document).toEqual({ cache_config: { block_size: value } });
  });

  test("a pack of another version does nothing", async () => {
    const fettle = await loadPack(rules, { versions: ">=1.0.0" });
    expect(fettle.evaluate({ cache_config: {} }).changes).toEqual([]);
  });
});
