import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { alike } from "../../engine/solver/encode/equality.js";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import { get } from "../../engine/solver/encode/values.js";
import type { JsonObject } from "../../engine/common/json.js";
import type { Pack } from "../../engine/index.js";
import { documents, packs } from "../agreement/generate-packs.js";
import { encode, expectAgreement, link } from "./agree.js";

const stages = [{ pack: "made/up" }];
const runs = Number(process.env.FETTLE_RUNS ?? 60);

/** Some of the paths lead to the text config instead, and the text config may be a part of hf_config. */
const halves = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 });
function spreadOver(pack: Pack, which: readonly boolean[]): Pack {
  let next = 0;
  const text = JSON.stringify(pack).replaceAll(/hf_config\.(?=[a-z])/g, (path) =>
    which[next++ % which.length]! ? "hf_text_config." : path,
  );
  return JSON.parse(text) as Pack;
}
type Made = { model_config: { hf_config: Record<string, any>; hf_text_config?: unknown } };
const shared = fc
  .tuple(documents as fc.Arbitrary<Made>, fc.constantFrom("self", "deep", "none"))
  .map(([document, share]) => {
    const { hf_config } = document.model_config;
    if (share === "self") document.model_config.hf_text_config = hf_config;
    if (share === "none") document.model_config.hf_text_config = structuredClone(hf_config);
    if (share === "deep") document.model_config.hf_text_config = hf_config.deep = { a: 1, x: 2, y: "auto" };
    return document;
  });

test("terms and engine agree on generated packs and documents", async () => {
  await fc.assert(
    fc.asyncProperty(packs, fc.array(documents, { minLength: 8, maxLength: 8 }), async (pack, several) => {
      const encoded = encode(await link([pack], stages));
      for (const document of several) expectAgreement(encoded, document as unknown as JsonObject);
    }),
    { numRuns: runs },
  );
});

test("they agree where the text config is a part of the configuration", async () => {
  await fc.assert(
    fc.asyncProperty(packs, halves, fc.array(shared, { minLength: 6, maxLength: 6 }), async (pack, which, several) => {
      const encoded = encode(await link([spreadOver(pack, which)], stages));
      // A part that no rule looks into is as good as any other: `text_config` stands for them all.
      const isEncoded = ({ model_config: { hf_config, hf_text_config } }: Made) =>
        hf_text_config !== hf_config.deep || encoded.terms.shared.domain.values!.includes("deep");
      for (const document of several.filter(isEncoded)) expectAgreement(encoded, document as unknown as JsonObject);
    }),
    { numRuns: runs },
  );
});

test("they agree on expressions of which one part is an array with gaps", async () => {
  const H = "model_config.hf_config";
  const telling = (jsonata: string) => ({ then: [{ set: `${H}.r`, jsonata }] });
  const rules = [`$count(${H}.d.x[true])`, `[${H}.d.x[$not($)]]`, `${H}.d.x[true]`].map((jsonata, index) => ({
    id: `rule-${index}`,
    ...telling(jsonata),
  }));
  for (const rule of rules) {
    const encoded = encode(await link([{ pack: "made/up", hook: "vllm_config", rules: [rule] } as never], stages));
    for (const d of [[{ x: 1 }, {}], [{ x: 1 }], [{}], { x: 1 }, {}, 3])
      expectAgreement(encoded, { model_config: { hf_config: { d } } });
  }
});

test("they agree on packs that include and on stages", async () => {
  const named = (pack: Pack, name: string): Pack => ({ ...pack, pack: name });
  const architectures = fc.constantFrom("One", "Two", "Three", null);
  await fc.assert(
    fc.asyncProperty(
      packs,
      packs,
      packs,
      fc.array(fc.tuple(documents, architectures), { minLength: 6, maxLength: 6 }),
      async (one, two, three, several) => {
        const rules = [
          ...two.rules,
          { id: "more", then: [{ include: "made/three" }] },
          {
            id: "switch",
            when: two.rules[0]!.when ?? { all: [] },
            then: [{ set: "model_config.architecture", value: "Two" }],
          },
        ];
        const linked = await link(
          [
            { ...named(one, "made/one"), match: { architectures: ["One"] } },
            {
              ...named(two, "made/two"),
              hook: "model_config",
              match: { architectures: ["One", "Two"] },
              rules,
            } as Pack,
            named(three, "made/three"),
          ],
          [
            { dispatch: "model_config" },
            { dispatch: "vllm_config" },
            { pack: "made/three", when: { fact: "model_config.hf_config.a", operator: "isSet", value: true } },
          ],
        );
        const encoded = encode(linked);
        for (const [document, architecture] of several) {
          expectAgreement(encoded, {
            model_config: { ...document.model_config, architecture },
          } as unknown as JsonObject);
        }
      },
    ),
    { numRuns: Math.ceil(runs / 3) },
  );
});

let prover: Prover;
beforeAll(async () => {
  prover = await openProver({ millisecondsPerQuestion: 60_000 });
});
afterAll(() => prover.close(), 60_000);

test("the solver finds in a given document what the engine does", async () => {
  const fields = ["a", "b", "c", "list", "deep"];
  let decided = 0;
  await fc.assert(
    fc.asyncProperty(packs, documents, async (pack, made) => {
      const document = JSON.parse(JSON.stringify(made)) as JsonObject;
      const encoded = encode(await link([pack], stages));
      const { terms, run } = encoded;
      const result = expectAgreement(encoded, document);
      const config = get(terms, get(terms, terms.document, "model_config"), "hf_config");
      const given = made.model_config.hf_config as Record<string, any>;
      const fixed = fields.map((key) => alike(terms, get(terms, config, key), terms.constant(given[key])));
      const fired = new Set(result.trace!.filter((rule) => rule.fired).map(({ rule }) => rule));
      const outcome = terms.and(
        result.ok ? run.ok : terms.not(run.ok),
        ...run.rules.map((rule) => (fired.has(rule.id) ? rule.fired : terms.not(rule.fired))),
      );
      const otherwise = await prover.ask(terms, ...fixed, terms.not(outcome));
      expect(["never", "not-encoded"]).toContain(otherwise.kind);
      const so = await prover.ask(terms, ...fixed, outcome);
      expect(["document", "not-encoded"]).toContain(so.kind);
      if (otherwise.kind === "never" && so.kind === "document") decided++;
    }),
    { numRuns: Math.ceil(runs / 4) },
  );
  expect(decided).toBeGreaterThan(runs / 20);
});
