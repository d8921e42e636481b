import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { compareAnswer, readAnswers, releasesWithAnswers } from "./answers.js";
import { differencesPage, type Differences } from "./differences-page.js";

/** Each difference that is known, by release and deployment: one that goes or comes has to be noted there. */
const file = new URL("../vectors/deployments/known-differences.json", import.meta.url);
const known = JSON.parse(readFileSync(file, "utf8")) as Differences;

/** Of so many answers of a release, one is looked at here; `npm run test:long` looks at all. */
const step = process.env["FETTLE_LONG"] === "1" ? 1 : 72;

it.each(releasesWithAnswers())("answers of vLLM %s", { timeout: 120_000 }, async (release) => {
  const kept = readAnswers(release, step);
  const { program } = await loadProgram({ target: `vllm@${release}`, deployments: true });
  const found = Object.fromEntries(
    kept.answers.map((answer) => [answer.id, compareAnswer(answer, kept, program!.run)]),
  );
  const expected = Object.fromEntries(kept.answers.map(({ id }) => [id, known[release]?.[id]?.fields ?? []]));
  expect(found).toEqual(expected);
  const differing = Object.keys(known[release] ?? {}).length;
  expect(differing / (kept.answers.length * step)).toBeLessThan(0.03);
});

it("every remaining difference is listed with its reason", () => {
  const page = differencesPage(known);
  const place = new URL("../../docs/reference/known-differences.md", import.meta.url);
  if (process.env["FETTLE_UPDATE"] === "1") writeFileSync(place, page);
  expect(readFileSync(place, "utf8")).toBe(page);
});
