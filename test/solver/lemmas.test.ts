import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jsonEqual, type JsonObject } from "../../engine/common/json.js";
import { memoize } from "../../engine/common/memoize.js";
import { compareBehavior } from "../../engine/diff/compare-behavior.js";
import { alikeInside } from "../../engine/solver/alike-inside.js";
import { casesOf } from "../../engine/solver/cases-of.js";
import { aimedDocuments } from "../../engine/solver/challenge/aimed-documents.js";
import { congruence } from "../../engine/solver/congruence.js";
import { alike } from "../../engine/solver/encode/equality.js";
import { evaluateIn } from "../../engine/solver/evaluate-term.js";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import { isLong } from "../long.js";
import { seed } from "../seed.js";
import { encode, link, type Encoded } from "./agree.js";
import { disagreements, isEncodedApart } from "./compare-encoding.js";
import { programs, type MadeProgram } from "./generate-programs.js";

const count = isLong ? 2000 : 25;

let made: readonly { readonly encoded: Encoded; readonly documents: readonly JsonObject[] }[];
let prover: Prover;
beforeAll(async () => {
  prover = await openProver({ millisecondsPerQuestion: 30_000 });
  const all = fc.sample(programs, { numRuns: count }).map((one) => JSON.parse(JSON.stringify(one)) as MadeProgram);
  const found = await Promise.all(
    all.map(async ({ packs, stages }) => {
      const linked = await link(packs, stages).catch(() => null);
      if (linked === null) return [];
      const aimed = aimedDocuments([linked], new Set(packs.map(({ pack }) => pack)), seed);
      const encoded = encode(linked);
      const documents = Array.from({ length: 20 }, () => aimed.next().value as JsonObject);
      return [{ encoded, documents: documents.filter((document) => !isEncodedApart(encoded.terms, document)) }];
    }),
  );
  made = found.flat();
}, 120_000);
afterAll(() => prover.close());

/** What each program leaves behind, compared with what was there before. */
const comparisons = memoize(({ terms, run }: Encoded) =>
  run.fields.map(({ before, after }) => ({ before, after, same: alike(terms, before, after) })),
);

test("values are alike where a document has equal ones, in each way of sharing", () => {
  let unequal = 0;
  for (const { encoded, documents } of made) {
    const all = comparisons(encoded);
    for (const document of documents) {
      const { truth, value } = evaluateIn(encoded.terms, document);
      if (!truth(encoded.run.given)) continue;
      for (const { before, after, same } of all) {
        const isEqual = jsonEqual(value(before), value(after));
        if (!isEqual) unequal++;
        expect(truth(same)).toBe(isEqual);
      }
    }
  }
  expect(unequal).toBeGreaterThan(count);
});

test("refinement lemmas are true of every document", () => {
  let lemmas = 0;
  for (const { encoded, documents } of made) {
    const { terms, run } = encoded;
    const roots = [run.ok, ...comparisons(encoded).map(({ same }) => same)];
    const all = [congruence(terms, roots), alikeInside(terms, roots)].filter((lemma) => lemma !== terms.yes);
    lemmas += all.length;
    for (const document of documents) {
      const { truth } = evaluateIn(terms, document);
      for (const lemma of all) expect(truth(lemma)).toBe(true);
    }
  }
  expect(lemmas).toBeGreaterThan(0);
});

test("one of the cases of a truth holds where it does", () => {
  for (const { encoded, documents } of made) {
    const { terms, run } = encoded;
    const whole = terms.or(terms.not(run.ok), ...comparisons(encoded).map(({ same }) => terms.not(same)));
    const cases = casesOf(terms, whole).map((one) => one());
    for (const document of documents) {
      const { truth } = evaluateIn(terms, document);
      expect(cases.some(truth)).toBe(truth(whole));
    }
  }
});

test("a structure that equals another is found, with what is in it", async () => {
  const H = "model_config.hf_config";
  const copy = { set: `${H}.w`, jsonata: `${H}.n` };
  const packOf = (then: readonly object[]) => ({
    pack: "made/up",
    hook: "vllm_config" as const,
    rules: [
      { id: "copies", then },
      {
        id: "reads",
        when: { fact: `${H}.n.k`, operator: "isPresent", value: true },
        then: [{ set: `${H}.w.k`, value: 1 }],
      },
    ],
  });
  const [base, head] = await Promise.all(
    [[copy], [{ unset: `${H}.w` }, copy]].map((then) => link([packOf(then) as never], [{ pack: "made/up" }])),
  );
  // Where the text config is `w`, and `n` equals it, nothing is written, and it stays the text config.
  expect((await compareBehavior(prover, base!, head!, "made/up")).kind).toBe("different");
});

test("the text config may be an object under a key that looks like an array's", async () => {
  const same = {
    fact: "model_config.hf_config.list.0",
    operator: "equal",
    value: { fact: "model_config.hf_text_config" },
  };
  const told = { log: "info" as const, code: "told", message: "one object" };
  const pack = { pack: "made/up", hook: "vllm_config", rules: [{ id: "tells", when: same, then: [told] }] };
  const encoded = encode(await link([pack as never], [{ pack: "made/up" }]));
  const [shared, list] = [{}, [{}]];
  const documentOf = (hf_config: object, hf_text_config: object) =>
    ({ model_config: { hf_config, hf_text_config } }) as unknown as JsonObject;
  expect(disagreements(encoded, documentOf({ list: { 0: shared } }, shared))).toEqual([]);
  expect(disagreements(encoded, documentOf({ list }, {}))).toEqual([]);
});
