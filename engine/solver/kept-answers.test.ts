import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeCached } from "../workspace/write-cached.js";
import { keepAnswers } from "./kept-answers.js";
import { rememberAnswers } from "./remembered-answers.js";
import type { Question } from "./smtlib/smt.js";
import type { Attempt, Solution, Solver } from "./solved.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fettle-answers-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const question = (text: string) => ({ text, read: /^f/ }) as Question;
const model: Solution = { kind: "model", values: new Map([["f1", "(number 3.0)"]]) };
const attempt: Attempt = { milliseconds: 100, effort: 1000, arithmetic: "old" };
const never: Solution = { kind: "never" };
const late: Solution = { kind: "unknown", reason: "no time", isFinal: false };
const undecided: Solution = { kind: "unknown", reason: "no effort", isFinal: true };

/** A solver that always gives this answer, and counts its questions. */
function solverOf(solution: Solution) {
  let asked = 0;
  const solver: Solver = {
    ready: Promise.resolve(),
    get asked() {
      return asked;
    },
    solve: () => {
      asked++;
      return Promise.resolve(solution);
    },
    close: () => Promise.resolve(),
  };
  return solver;
}

const keeping = (solution: Solution, identity = "z3 a") => keepAnswers(solverOf(solution), identity, folder);
const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));

test.each([never, model, undecided])("an answer is given again without asking: %o", async (solution) => {
  expect(await keeping(solution).solve(question("q"), attempt)).toEqual(solution);
  const later = keeping(late);
  expect(await later.solve(question("q"), attempt)).toEqual(solution);
  expect(later.asked).toBe(0);
});

test("another question, another solver and other constants to read are asked", async () => {
  await keeping(never).solve(question("q"), attempt);
  for (const [identity, asked] of [
    ["z3 a", question("q ")],
    ["z3 b", question("q")],
    ["z3 a", { text: "q", read: /^g/ } as Question],
  ] as const)
    expect(await keeping(model, identity).solve(asked, attempt)).toEqual(model);
});

test("a question that time left undecided is asked again, and one whose time is over is not answered", async () => {
  await keeping(late).solve(question("q"), attempt);
  expect(files()).toEqual([]);
  await keeping(never).solve(question("q"), attempt);
  expect(await keeping(late).solve(question("q"), { ...attempt, milliseconds: 0 })).toEqual(late);
});

test("an undecided question is asked again only with more effort", async () => {
  await keeping(undecided).solve(question("q"), attempt);
  expect(await keeping(never).solve(question("q"), { ...attempt, effort: 999 })).toEqual(undecided);
  expect(await keeping(never).solve(question("q"), { ...attempt, effort: 1001 })).toEqual(never);
  expect(await keeping(model).solve(question("q"), attempt)).toEqual(never);
});

test.each([never, model, undecided])("an answer is remembered without a cache: %o", async (solution) => {
  const solver = solverOf(solution);
  const remembering = rememberAnswers(solver);
  for (const text of ["q", "q", "r"]) expect(await remembering.solve(question(text), attempt)).toEqual(solution);
  expect(solver.asked).toBe(2);
  await remembering.solve(question("q"), { ...attempt, effort: 1001 });
  await remembering.solve(question("q"), { ...attempt, arithmetic: "new" });
  expect(solver.asked).toBe(4);
});

test("a question that time left undecided is not remembered", async () => {
  const solver = solverOf(late);
  const remembering = rememberAnswers(solver);
  await remembering.solve(question("q"), attempt);
  await remembering.solve(question("q"), attempt);
  expect(solver.asked).toBe(2);
});

test("only the last answers are remembered", async () => {
  const solver = solverOf(never);
  const remembering = rememberAnswers(solver);
  for (let index = 0; index <= 500; index++) await remembering.solve(question(String(index)), attempt);
  await remembering.solve(question("500"), attempt);
  expect(solver.asked).toBe(501);
  await remembering.solve(question("0"), attempt);
  expect(solver.asked).toBe(502);
});

test("a damaged answer, that of another question and a file of another kind prove nothing", async () => {
  await keeping(never).solve(question("false"), attempt);
  const [unsatisfiable = ""] = files();
  await keeping(model).solve(question("true"), attempt);
  const satisfiable = files().find((file) => file !== unsatisfiable) ?? "";
  const ask = () => keeping(model).solve(question("true"), attempt);
  copyFileSync(unsatisfiable, satisfiable);
  expect(await ask()).toEqual(model);
  const damaged = Buffer.from(readFileSync(unsatisfiable).toString("latin1").replace("never", "model"), "latin1");
  writeFileSync(unsatisfiable, damaged);
  expect(await keeping(late).solve(question("false"), attempt)).toEqual(late);
  writeCached(satisfiable, Buffer.from("compiled code"), 64);
  expect(await ask()).toEqual(model);
  rmSync(satisfiable);
  mkdirSync(satisfiable);
  expect(await ask()).toEqual(model);
});

test("without a cache folder, the solver is as it was", () => {
  const solver = solverOf(never);
  expect(keepAnswers(solver, "z3 a", null)).toBe(solver);
});
