import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { compareAnswer, readAnswers, type Answers } from "./answers.js";
import { differencesPage } from "./differences-page.js";

/** Each difference that is known, by deployment, with its reason: one that goes or comes has to be noted there. */
const file = new URL("../vectors/deployments/known-differences.json", import.meta.url);
const known = JSON.parse(readFileSync(file, "utf8")) as Record<
  string,
  Record<string, { reason: string; fields: string[] }>
>;
const isLong = process.env["FETTLE_LONG"] === "1";

it.each(["v033-h100"])("answers of vLLM %s", { timeout: 120_000 }, async (name) => {
  const kept = readAnswers(name);
  const { program } = await loadProgram({ target: `vllm@${kept.release}`, deployments: true });
  const answers = isLong ? kept.answers : kept.answers.filter((_, index) => index % 4 === 0);
  const found = Object.fromEntries(answers.map((answer) => [answer.id, compareAnswer(answer, kept, program!.run)]));
  const expected = Object.fromEntries(answers.map(({ id }) => [id, known[name]?.[id]?.fields ?? []]));
  expect(found).toEqual(expected);
  expect(share(kept, known[name] ?? {})).toBeGreaterThan(0.8);
});

it("every remaining difference is listed with its reason", () => {
  const page = differencesPage(known);
  const place = new URL("../../docs/reference/known-differences.md", import.meta.url);
  if (process.env["FETTLE_UPDATE"] === "1") writeFileSync(place, page);
  expect(readFileSync(place, "utf8")).toBe(page);
});

/** Share of the answers that are met. */
function share({ answers }: Answers, differences: Record<string, unknown>): number {
  return 1 - Object.keys(differences).length / answers.length;
}
