import { afterAll, beforeAll, expect, test } from "vitest";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import { encode, link } from "./agree.js";

let prover: Prover;
beforeAll(async () => {
  prover = await openProver();
});
afterAll(() => prover.close());

test("a document whose text config has to be its configuration stays so, and has nothing else that could be left out", async () => {
  const has = { fact: "model_config.hf_config.x", operator: "isPresent", value: true };
  const rules = [
    { id: "none-yet", when: has, then: [{ fail: "there", kind: "value", message: "there already" }] },
    { id: "through-the-other-name", then: [{ set: "model_config.hf_text_config.x", value: 1 }] },
    { id: "is-seen", when: has, then: [{ log: "info", code: "seen", message: "seen" }] },
  ] as const;
  const { terms, run } = encode(
    await link([{ pack: "made/up", hook: "vllm_config", rules } as never], [{ pack: "made/up" }]),
  );
  const answer = await prover.ask(terms, run.rules.find(({ id }) => id.endsWith("is-seen"))!.fired);
  expect(answer).toEqual({ kind: "document", document: { model_config: { hf_config: {}, hf_text_config: {} } } });
  const { hf_config, hf_text_config } = (answer as any).document.model_config;
  expect(hf_text_config).toBe(hf_config);
});
