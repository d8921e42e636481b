import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import { meetingsIn, proveMeeting, proveRest } from "../../engine/proofs/prove-set.js";
import type { Pack } from "../../engine/index.js";
import { link } from "./agree.js";

let prover: Prover;
beforeAll(async () => {
  prover = await openProver();
});
afterAll(() => prover.close(), 60_000);

const is = (fact: string, value: unknown) => ({ fact, operator: "equal", value });
const pack = (name: string, ...rules: object[]) =>
  ({
    pack: `made/${name}`,
    hook: "vllm_config",
    rules: rules.map((rule, index) => ({ id: `${name}-${index}`, ...rule })),
  }) as unknown as Pack;
const size = "cache_config.block_size";
const small = pack("small", { when: is(size, 64), then: [{ set: size, value: 16 }] });
const large = pack("large", { when: is(size, 16), then: [{ set: size, value: 64 }] });
const apart = pack("apart", { then: [{ set: "model_config.enforce_eager", value: true }] });
const stages = (...packs: readonly Pack[]) => packs.map(({ pack: name }) => ({ pack: name }));

describe("packs of a set", () => {
  test("that read and write one field are looked at together", async () => {
    const linked = await link([small, large, apart], stages(small, apart, large));
    const meetings = meetingsIn(linked);
    expect(meetings.map(({ packs }) => packs)).toEqual([["made/small", "made/large"]]);
    const proofs = await proveMeeting(prover, meetings[0]!, []);
    expect(proofs.map(({ text, outcome }) => [text, outcome])).toEqual([
      ["idempotent: re-evaluating the result of made/small and made/large changes nothing", "yes"],
      ["made/small and made/large do not commute", "no"],
      ["made/small/small-0 and made/large/large-0 can both write cache_config.block_size", "yes"],
    ]);
    expect(proveRest(linked, meetings)).toMatchObject({
      outcome: "yes",
      text: expect.stringContaining("all other packs"),
    });
  });

  test("that each settle, and do not together, are shown with a document", async () => {
    const label = "model_config.hf_config.num_labels";
    const copies = pack("copies", { then: [{ set: "model_config.hf_config.size", jsonata: label }] });
    const counts = pack("counts", {
      when: { fact: label, operator: "isPresent", value: true },
      then: [{ set: label, value: 2 }],
    });
    const [meeting] = meetingsIn(await link([copies, counts], stages(copies, counts)));
    const [again] = await proveMeeting(prover, meeting!, []);
    expect(again).toMatchObject({
      outcome: "no",
      note: expect.stringMatching(/^model_config.hf_config.size becomes .*, then 2$/),
    });
  });

  test("that run for other architectures do not meet", async () => {
    const matched = (one: Pack, architecture: string) => ({ ...one, match: { architectures: [architecture] } }) as Pack;
    const apartBy = (other: string) => [matched(small, "One"), matched(large, other)];
    for (const [other, count] of [
      ["Two", 0],
      ["One", 1],
    ] as const) {
      expect(meetingsIn(await link(apartBy(other), stages(small, large)))).toHaveLength(count);
    }
  });

  test("are not told apart where a rule writes the architecture", async () => {
    const renames = pack("renames", { then: [{ set: "model_config.architecture", value: "Two" }] });
    const linked = await link([renames, small], stages(renames, small));
    expect(meetingsIn(linked)).toEqual([]);
    expect(proveRest(linked, [])).toMatchObject({
      outcome: "unknown",
      note: expect.stringContaining("a rule writes the architecture"),
    });
  });
});
