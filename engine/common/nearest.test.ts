import { expect, test } from "vitest";
import { packHint } from "./nearest.js";

const known = Array.from({ length: 20 }, (_, index) => `acme/pack-${index}`).concat("vllm/gemma4", "vllm/mamba");

test.each([
  ["vllm/gema4", "vllm/gemma4"],
  ["gemma4", "vllm/gemma4"],
  ["manba", "vllm/mamba"],
])("the pack that %s probably means is %s", (name, meant) => {
  expect(packHint(name, known)).toMatchObject({ meant });
});

test("without a near name, a few packs are listed, and many are not", () => {
  expect(packHint("zzzzzzzz", ["acme/a", "acme/b"])).toBe("packs: acme/a, acme/b");
  expect(packHint("zzzzzzzz", known)).toBe("run `fettle list` to see all packs");
  expect(packHint("zzzzzzzz", [])).toBe("run `fettle list` to see all packs");
});
