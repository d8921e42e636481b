import { vllm } from "../../engine/vllm/adapter/vllm.js";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aimedDocuments } from "../../engine/solver/challenge/aimed-documents.js";
import { challenge } from "../../engine/solver/challenge/challenge.js";
import { compareResults, compareUnordered, sameLedger } from "../../engine/solver/compare-results.js";
import { evaluatorOf } from "../../engine/solver/encode/encode-program.js";
import { proveOrder } from "../../engine/proofs/order.js";
import { gather } from "../../engine/proofs/proof.js";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import { isSamePart } from "../../engine/diff/same-part.js";
import { concernedBy } from "../../engine/solver/encode/surroundings.js";
import type { JsonObject } from "../../engine/common/json.js";
import type { Pack } from "../../engine/index.js";
import type { LinkedPacks } from "../../engine/packs/linked.js";
import { packs } from "../agreement/generate-packs.js";
import { link } from "./agree.js";
import { orderSubject } from "./order-subject.js";

const runs = Number(process.env.FETTLE_RUNS ?? 40);
const limits = { documents: 600, milliseconds: 5000 };

let prover: Prover;
beforeAll(async () => void (prover = await openProver({ millisecondsPerQuestion: 3000 })));
afterAll(() => prover.close());

/** Some of the paths lead to the text config instead. */
const spread = (pack: Pack, which: readonly boolean[]): Pack => {
  let next = 0;
  const text = JSON.stringify(pack).replaceAll(/hf_config\.(?=[a-z])/g, (path) =>
    which[next++ % which.length]! ? "hf_text_config." : path,
  );
  return JSON.parse(text) as Pack;
};
const texts = fc.array(fc.boolean(), { minLength: 3, maxLength: 7 });
const named = (pack: Pack, name: string): Pack => ({ ...pack, pack: name });

/** A pack as it may come out of an edit that might change nothing. */
const edits: readonly ((rules: Pack["rules"]) => Pack["rules"])[] = [
  (rules) => rules.toReversed(),
  (rules) => [...rules.slice(1), rules[0]!],
  (rules) => rules.slice(1),
  (rules) => [...rules, { ...rules.at(-1)!, id: "again" }],
  (rules) =>
    rules.flatMap((rule) => rule.then.map((action, index) => ({ ...rule, id: `${rule.id}-${index}`, then: [action] }))),
  (rules) => rules.map((rule) => ({ ...rule, then: rule.then.toReversed() as unknown as typeof rule.then })),
];
const edit = fc.constantFrom(...edits);

function refute(programs: readonly LinkedPacks[], shows: (document: JsonObject) => boolean): JsonObject | null {
  const names = new Set(programs.flatMap((linked) => [...linked.packs.keys()]));
  return challenge(aimedDocuments(programs, names, 7), shows, limits);
}

test("rules that are the same from every state are the same between others that run before and after", async () => {
  let proved = 0;
  await fc.assert(
    fc.asyncProperty(packs, packs, packs, texts, edit, async (first, middle, last, which, change) => {
      const changed = { ...middle, rules: change(middle.rules) } as Pack;
      const [one, two, three] = [named(first, "made/one"), named(middle, "made/up"), named(last, "made/three")];
      const around = (pack: Pack) =>
        link(
          [spread(one, which), spread(named(pack, "made/up"), which), spread(three, which)],
          [{ pack: "made/one" }, { pack: "made/up" }, { pack: "made/three" }],
        );
      const [before, after] = [await around(two), await around(changed)];
      const same = await isSamePart(prover, [before, after], "made/up");
      if (same === null) return;
      proved++;
      const [old, now] = [evaluatorOf(before, before), evaluatorOf(after, after)];
      const differ = (document: JsonObject) => {
        const results = [old(document), now(document)] as const;
        return compareResults(...results, vllm.alias).length > 0 || (same === "all" && !sameLedger(...results));
      };
      expect(refute([before, after], differ)).toBeNull();
    }),
    { numRuns: runs },
  );
  expect(proved).toBeGreaterThan(runs / 20);
}, 600_000);

test("a pack that is not concerned by another does the same without it, but where an evaluation ends", async () => {
  let left = 0;
  await fc.assert(
    fc.asyncProperty(packs, packs, packs, texts, texts, edit, async (one, middle, three, which, whichElse, change) => {
      const stages = ["made/one", "made/up", "made/three"].map((pack) => ({ pack }));
      const set = (rules: Pack["rules"]) =>
        link(
          [
            spread(named(one, "made/one"), whichElse),
            spread({ ...named(middle, "made/up"), rules } as Pack, which),
            spread(named(three, "made/three"), whichElse),
          ],
          stages,
        );
      const [before, after] = [await set(middle.rules), await set(change(middle.rules))];
      const fields = [before, after].flatMap((linked) =>
        linked.packs
          .get("made/up")!
          .rules.flatMap(({ then }) => then.flatMap((action) => ("path" in action ? [action.path.join(".")] : []))),
      );
      const kept = [before, after].map((linked) => concernedBy(linked, "made/up", fields).linked) as [
        LinkedPacks,
        LinkedPacks,
      ];
      if (kept[0].stages.length === stages.length && kept[1].stages.length === stages.length) return;
      left++;
      const whole = [evaluatorOf(before, before), evaluatorOf(after, after)] as const;
      const part = [evaluatorOf(kept[0], kept[0]), evaluatorOf(kept[1], kept[1])] as const;
      const differ = ([one, two]: typeof whole, document: JsonObject) =>
        compareResults(one(document), two(document), vllm.alias).length > 0;
      // What a pack that is left out leaves to those that are kept is one of the documents that these are asked about.
      const isLeftOut = kept.every(({ packs: some }) => !some.has("made/one"));
      const first = evaluatorOf(before, { pack: "made/one" });
      const leaves = (document: JsonObject) =>
        isLeftOut ? ((first(document).document ?? document) as JsonObject) : document;
      expect(
        refute([before, after], (document) => differ(whole, document) && !differ(part, leaves(document))),
      ).toBeNull();
    }),
    { numRuns: runs * 3 },
  );
  expect(left).toBeGreaterThan(0);
}, 600_000);

test("neighbors that commute end alike in either order", async () => {
  let proved = 0;
  await fc.assert(
    fc.asyncProperty(packs, texts, async (made, which) => {
      const pack = spread(made, which);
      const linked = await link([pack], [{ pack: "made/up" }]);
      const proofs = await gather(["order", proveOrder(orderSubject(prover, linked, "made/up"))]);
      for (const [index, { outcome }] of proofs.entries()) {
        if (outcome !== "yes") continue;
        proved++;
        const rules = pack.rules.toSpliced(index, 2, pack.rules[index + 1]!, pack.rules[index]!);
        const swapped = await link([{ ...pack, rules } as Pack], [{ pack: "made/up" }]);
        const [one, two] = [linked, swapped].map((program) => evaluatorOf(program, { pack: "made/up" })) as [
          ReturnType<typeof evaluatorOf>,
          ReturnType<typeof evaluatorOf>,
        ];
        expect(
          refute(
            [linked, swapped],
            (document) => compareUnordered(one(document), two(document), vllm.alias).length > 0,
          ),
        ).toBeNull();
      }
    }),
    { numRuns: runs },
  );
  expect(proved).toBeGreaterThan(0);
}, 600_000);
