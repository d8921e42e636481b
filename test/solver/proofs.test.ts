import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { provePack } from "../../engine/proofs/prove-pack.js";
import { withRules } from "../../engine/proofs/rules.js";
import type { Proof } from "../../engine/proofs/proof.js";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import { jsonEqual, type Json, type JsonObject } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import type { Result } from "../../engine/index.js";
import type { LinkedPacks } from "../../engine/packs/linked.js";
import { compilePacks } from "../../engine/compiler/compile-packs.js";
import { defaultMode } from "../../engine/compiler/compile-mode.js";
import { makeRun } from "../../engine/compiler/make-run.js";
import { documentError } from "../../engine/vllm/documents.js";
import { documents, packs } from "../agreement/generate-packs.js";
import { link } from "./agree.js";

const runs = Number(process.env.FETTLE_RUNS ?? 60);

let prover: Prover;
beforeAll(async () => {
  prover = await openProver({ millisecondsPerQuestion: 20_000 });
});
afterAll(() => prover.close(), 60_000);

const ran = (linked: LinkedPacks) => {
  const run = makeRun([], compilePacks(linked, defaultMode()), linked.engine);
  return (document: JsonObject) => run(document, { pack: "made/up" });
};

/** What is the same whatever the order of logs. */
const seen = ({ document, error, logs, ok }: Result): Json =>
  JSON.parse(
    JSON.stringify({
      ok,
      document,
      error: error === null ? null : [error.code, error.kind],
      logs: logs.map((log) => JSON.stringify([log.code, log.level, log.params])).sort(),
    }),
  );

test("what is proved of generated packs, no document contradicts", async () => {
  const found = { order: 0, idempotent: 0, overwrites: 0 };
  await fc.assert(
    fc.asyncProperty(packs, fc.array(documents, { minLength: 40, maxLength: 40 }), async (made, several) => {
      const linked = await link([made], [{ pack: "made/up" }]);
      const pack = linked.packs.get("made/up")!;
      const all = several as unknown as JsonObject[];
      const run = ran(linked);
      const proofs = await provePack(prover, linked, "made/up", []);
      const proved = (what: Proof["what"]) => proofs.filter((proof) => proof.what === what && proof.outcome === "yes");
      for (const { text } of proved("order")) {
        const index = Number(/^rule-(\d+) and/.exec(text)![1]);
        const swapped = ran(
          withRules(linked, pack, pack.rules.with(index, pack.rules[index + 1]!).with(index + 1, pack.rules[index]!)),
        );
        for (const document of all) expect([text, seen(swapped(document))]).toEqual([text, seen(run(document))]);
        found.order++;
      }
      for (const { text } of proved("idempotent")) {
        for (const document of all) {
          const once = run(document);
          if (!once.ok || documentError(once.document) !== null) continue;
          const twice = run(once.document as JsonObject);
          expect([text, twice.ok, jsonEqual(once.document, twice.document)]).toEqual([text, true, true]);
        }
        found.idempotent++;
      }
      for (const { text } of proved("overwrites")) {
        const path = /^a value of (\S+) /.exec(text)![1]!.split(".");
        for (const document of all) {
          const result = run(document);
          const was = readPath(document, path);
          if (!result.ok || was == null || jsonEqual(was, readPath(result.document, path))) continue;
          expect(result.logs.some(({ level }) => level === "warning" || level === "error")).toBe(true);
        }
        found.overwrites++;
      }
    }),
    { numRuns: runs },
  );
  expect(Math.min(found.order, found.idempotent)).toBeGreaterThan(runs / 10);
}, 600_000);
