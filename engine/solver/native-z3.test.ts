import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseExpression, readText } from "./smtlib/sexpr.js";
import type { Attempt } from "./solved.js";
import { findNativeZ3, NativeZ3, readModel } from "./native-z3.js";

const folder = mkdtempSync(path.join(tmpdir(), "fettle-z3-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Creates a fake z3 program. */
function program(name: string, script: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
const limits = { seconds: 1, megabytes: 100 };
const attempt: Attempt = { milliseconds: 1000, effort: 100_000, arithmetic: "old" };
const question = { text: "(declare-const f1 Int)\n(assert (> f1 2))", read: /^f\d/ };

test("a program that is too old, fails or is not z3 is not used", () => {
  const old = program("old", 'echo "Z3 version 4.8.12 - 64 bit"');
  const failing = program("failing", 'echo "Z3 version 5.4.1 - 64 bit"; exit 1');
  const other = program("other", 'echo "cvc5 1.2"');
  for (const FETTLE_Z3 of [old, failing, other, path.join(folder, "absent"), "none", ""])
    expect(findNativeZ3({ FETTLE_Z3 })).toBeNull();
  const recent = program("recent", 'echo "Z3 version 5.4.1 - 64 bit"');
  expect(findNativeZ3({ FETTLE_Z3: recent })?.program).toBe(recent);
  const { identity } = findNativeZ3({ FETTLE_Z3: recent }) ?? {};
  program("recent", 'echo "Z3 version 5.4.1 - 64 bit"; exit 0');
  expect(findNativeZ3({ FETTLE_Z3: recent })?.identity).not.toBe(identity);
});

test("values of a model are read as they were printed, texts with their spaces", () => {
  const text = `(
  (define-fun f1 () Int
    (- 5))
  (define-fun f2_text () String
    "a  b""c)")
  (define-fun other () Real 1.0)
  (define-fun f3 ((x!0 Int)) Int 4)
)`;
  const values = readModel(text, /^f\d/);
  expect([...values.keys()]).toEqual(["f1", "f2_text"]);
  expect(parseExpression(values.get("f1") ?? "")).toEqual(["-", "5"]);
  expect(readText(parseExpression(values.get("f2_text") ?? ""))).toBe('a  b"c)');
});

test("a process that ends, errs or stands still is a failure, and the next question starts another", async () => {
  const cases = {
    ends: "exit 3",
    errs: "while read l; do echo '(error \"no\")'; echo fettle-answered; done",
    still: "sleep 60",
  };
  for (const [name, script] of Object.entries(cases)) {
    const z3 = new NativeZ3(program(name, script), limits);
    expect(await z3.ask(question, { ...attempt, milliseconds: 50 }, 100)).toMatchObject({ result: "failed" });
    expect(await z3.ask(question, { ...attempt, milliseconds: 50 }, 100)).toMatchObject({ result: "failed" });
    await z3.close();
  }
});

const installed = findNativeZ3({ ...process.env, FETTLE_Z3: process.env.FETTLE_TEST_Z3 })?.program ?? null;
describe.skipIf(installed === null)(
  "an installed z3 (skipped: no z3 of version 5 or later on PATH or in FETTLE_TEST_Z3)",
  () => {
    test("answers questions one after the other, each without those before", async () => {
      const z3 = new NativeZ3(installed ?? "", limits);
      const model = await z3.ask(question, attempt, 1000);
      expect(model).toMatchObject({ result: "sat" });
      const never = { ...question, text: `${question.text}\n(assert (< f1 2))` };
      expect(await z3.ask(never, attempt, 1000)).toMatchObject({ result: "unsat" });
      expect(await z3.ask(question, attempt, 1000)).toMatchObject({ result: "sat" });
      const broken = { ...question, text: "(assert nothing)" };
      expect(await z3.ask(broken, attempt, 1000)).toMatchObject({ result: "failed" });
      expect(await z3.ask(question, attempt, 1000)).toMatchObject({ result: "sat" });
      await z3.close();
    });

    test("a question that takes more than its effort stays undecided, and the next has an effort of its own", async () => {
      const z3 = new NativeZ3(installed ?? "", limits);
      const pigeons = Array.from({ length: 9 }, (_, index) => `p${index}`);
      const text = [
        ...pigeons.map((name) => `(declare-const ${name} Int)\n(assert (and (<= 1 ${name}) (<= ${name} 8)))`),
        `(assert (distinct ${pigeons.join(" ")}))`,
      ].join("\n");
      const effort = 1000;
      for (const arithmetic of ["old", "new"] as const) {
        const found = await z3.ask({ text, read: /^p/ }, { milliseconds: 60_000, effort, arithmetic }, 1000);
        expect(found).toMatchObject({ result: "unknown" });
        expect(await z3.ask(question, { ...attempt, arithmetic }, 1000)).toMatchObject({ result: "sat" });
      }
      await z3.close();
    });
  },
);
