import { vllm } from "../vllm/adapter/vllm.js";
import { expect, test } from "vitest";
import type { Result } from "../generated/result.js";
import type { Aspect } from "../solver/encode/behavior.js";
import { Answered } from "./answered.js";
import type { Asking } from "./answers.js";
import type { Decision } from "./decision.js";

const size: Aspect = { kind: "field", name: "size" };
const mode: Aspect = { kind: "field", name: "mode" };
const witness = { model_config: { model: "a" } };
const different: Decision = { kind: "different", aspect: size, document: witness };
const ledger: Decision = { kind: "ledger" };

/** Versions in which head sets a field of every document. */
const asking = ({ shown = [] as readonly Aspect[], sets = "size" } = {}): Asking =>
  ({
    isShown: (aspect: Aspect) => shown.includes(aspect),
    versions: {
      before: { engine: vllm },
      after: { engine: vllm },
      reaches: () => true,
      run: (side: string): Result => ({
        ok: true,
        document: side === "after" ? { ...witness, [sets]: 1 } : witness,
        changes: [],
        logs: [],
        error: null,
      }),
    },
  }) as unknown as Asking;

async function all(answered: Answered, key: string, given: Asking, decisions: readonly Decision[], asked = [size]) {
  let isAsked = false;
  const found: Decision[] = [];
  const run = answered.once(key, given, async function* (recording) {
    isAsked = true;
    for (const aspect of asked) recording.isShown(aspect);
    yield* decisions;
    return "outcome";
  });
  let next = await run.next();
  for (; next.done !== true; next = await run.next()) found.push(next.value);
  return { isAsked, found, outcome: next.value };
}

test("a question is asked once for each key", async () => {
  const answered = new Answered();
  const first = await all(answered, "a", asking(), [different, ledger]);
  expect(first).toEqual({ isAsked: true, found: [different, ledger], outcome: "outcome" });
  expect(await all(answered, "a", asking(), [])).toEqual({ ...first, isAsked: false });
  expect((await all(answered, "b", asking(), [])).isAsked).toBe(true);
});

test("it is asked anew where something else is shown already, or the witness shows nothing here", async () => {
  const answered = new Answered();
  await all(answered, "a", asking(), [different]);
  expect(await all(answered, "a", asking({ shown: [size] }), [ledger])).toMatchObject({
    isAsked: true,
    found: [ledger],
  });
  await all(answered, "b", asking(), [different]);
  expect(await all(answered, "b", asking({ sets: "mode" }), [ledger])).toMatchObject({
    isAsked: true,
    found: [ledger],
  });
});

test("what was decided before another aspect turns out to be shown is not lost", async () => {
  const answered = new Answered();
  await all(answered, "a", asking(), [different], [size, mode]);
  const again = await all(answered, "a", asking({ shown: [mode] }), [different], [size, mode]);
  expect(again).toMatchObject({ isAsked: true, found: [different] });
});

test("a question that another slot is asking is waited for, and asked anew where it fails there", async () => {
  const answered = new Answered();
  const failing = answered.once("a", asking(), async function* () {
    yield ledger;
    throw new Error("over");
  });
  await failing.next();
  const waiting = all(answered, "a", asking(), [different]);
  await expect(failing.next()).rejects.toThrow("over");
  expect(await waiting).toMatchObject({ isAsked: true, found: [different] });
});
