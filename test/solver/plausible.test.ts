import { afterAll, beforeAll, expect, test } from "vitest";
import { withPlainNumbers } from "../../engine/diff/search-witnesses.js";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import { plainerNumbers } from "../../engine/solver/plainer-numbers.js";
import { flatten } from "../../engine/common/document-lines.js";
import { encode, link } from "./agree.js";

let prover: Prover;
beforeAll(async () => {
  prover = await openProver();
});
afterAll(() => prover.close());

const text = "model_config.hf_text_config";

/** The document with which a rule of these conditions fires, flat. */
async function firing(when: object, facts = {}): Promise<Record<string, unknown>> {
  const pack = {
    pack: "made/up",
    hook: "vllm_config",
    facts,
    rules: [{ id: "fires", when, then: [{ log: "info", code: "seen", message: "seen" }] }],
  };
  const { terms, run } = encode(await link([pack as never], [{ pack: "made/up" }]));
  const answer = await prover.ask(terms, run.rules[0]!.fired);
  if (answer.kind !== "document") throw new Error(answer.kind);
  return Object.fromEntries(flatten(answer.document).map(({ path, value }) => [path, value]));
}

test("a size that is compared with another is a number, not null", async () => {
  const found = await firing({
    fact: `${text}.head_dim`,
    operator: "greaterThan",
    value: { fact: `${text}.global_head_dim` },
  });
  expect(Object.values(found).filter((value) => typeof value === "number")).toHaveLength(2);
});

test("sizes are positive where they may be", async () => {
  const found = await firing(
    { fact: "per_head", operator: "greaterThan", value: 256 },
    { per_head: `${text}.hidden_size / ${text}.num_attention_heads` },
  );
  const numbers = Object.values(found).filter((value) => typeof value === "number");
  expect(numbers).toHaveLength(2);
  expect(Math.min(...numbers)).toBeGreaterThan(0);
});

test("a number that a search made up is a size as machines have them, where that shows the same", () => {
  const document = { scheduler_config: { max_num_seqs: 9007199254740991, max_num_batched_tokens: 256 } };
  const shows = ({ scheduler_config: { max_num_seqs: size } }: any) => size > 5000;
  expect(withPlainNumbers(document, shows)).toEqual({
    scheduler_config: { max_num_seqs: 8192, max_num_batched_tokens: 256 },
  });
});

test.each([
  [9007199254740991, 4096, true],
  [9007199254740991, null, false],
  [-1, 1, true],
  [1.5, 2, true],
  [256, null, false],
])("for %d, %j is among the plainer numbers: %s", (value, plain, isThere) => {
  const found = plainerNumbers(value);
  expect(found.includes(plain as number)).toBe(isThere);
});
