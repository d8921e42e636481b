import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { keepProofs, keptProofsOf, keyOfTask, type Asked, type KeptProofs } from "./kept-proofs.js";
import type { ShownProof } from "./proved.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-proofs-"));
const code = "file:///package/dist/cli/prove-pack-abc.js";

beforeAll(() => {
  vi.stubEnv("FETTLE_CACHE", undefined);
  vi.stubEnv("XDG_CACHE_HOME", folder);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const asked: Asked = { what: "order", text: "one and other commute" };
const proof: ShownProof = { ...asked, outcome: "yes", document: null, note: null, finding: null };
const finding = { code: "rule-dead", severity: "warning", message: "dead", hint: "" } as never;

/** Does a task and returns what it was given, too. */
async function run(key: string | null, proofs: readonly ShownProof[]) {
  let given: KeptProofs | undefined;
  const found = await keepProofs(key, async (kept) => {
    given = kept;
    for (const each of proofs) kept.add(each, each);
    return proofs;
  });
  return { given, found };
}

it("does a task once that was decided", async () => {
  const key = keyOfTask(() => "decided", code, "z3");
  expect(keptProofsOf(key)).toBeNull();
  await run(key, [proof]);
  expect(keptProofsOf(key)).toEqual([proof]);
  expect(await run(key, [])).toEqual({ given: undefined, found: [proof] });
});

it("asks again only what was not decided, or has a place in a text", async () => {
  const open: ShownProof = { ...proof, text: "open", outcome: "unknown", note: "no answer within 5 s" };
  const placed: ShownProof = { ...proof, text: "placed", finding };
  const key = keyOfTask(() => "open", code, "z3");
  await run(key, [proof, open, placed]);
  expect(keptProofsOf(key)).toBeNull();
  const { given } = await run(key, [proof, open, placed]);
  expect([asked, open, placed].map((question) => given?.find(question))).toEqual([proof, undefined, undefined]);
});

it("keeps nothing of code that may change, of an unknown solver, and without a folder", async () => {
  expect(keyOfTask(() => "x", "file:///engine/proofs/prove-pack.ts", "z3")).toBeNull();
  expect(keyOfTask(() => "x", code, null)).toBeNull();
  vi.stubEnv("FETTLE_CACHE", "none");
  expect(keyOfTask(() => "x", code, "z3")).toBeNull();
  vi.stubEnv("FETTLE_CACHE", undefined);
  expect((await run(null, [proof])).given?.find(asked)).toBeUndefined();
});

it("tells content, code and solver apart", () => {
  const keys = [
    keyOfTask(() => "x", code, "z3"),
    keyOfTask(() => "y", code, "z3"),
    keyOfTask(() => "x", code.replace("abc", "abd"), "z3"),
    keyOfTask(() => "x", code, "another z3"),
  ];
  expect(new Set(keys).size).toBe(4);
});

it("trusts no damaged file, and none of another task", async () => {
  const [one, other] = ["one", "other"].map((content) => keyOfTask(() => content, code, "z3")!) as [string, string];
  const fileOf = (key: string) => path.join(folder, "fettle/proofs", key.slice(0, 2), key);
  await run(one, [proof]);
  await run(other, [{ ...proof, outcome: "no" }]);
  writeFileSync(fileOf(one), readFileSync(fileOf(other)));
  expect(keptProofsOf(one)).toBeNull();
  const data = readFileSync(fileOf(other));
  data.write("x", data.length - 3);
  writeFileSync(fileOf(other), data);
  expect(keptProofsOf(other)).toBeNull();
  expect(readdirSync(path.join(folder, "fettle/proofs")).length).toBeGreaterThan(0);
});
