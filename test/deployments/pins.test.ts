import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { readAnswers, readJson } from "./answers.js";
import { pinsOfDeployment, type AskedPins } from "./pins.js";

/** Of so many deployments of a release, one is looked at here; `npm run test:long` looks at all. */
const step = process.env["FETTLE_LONG"] === "1" ? 1 : 12;
const folder = new URL("../vectors/deployments/", import.meta.url);
const releases = readdirSync(folder).flatMap((name) => /^pins-(.*)\.json\.gz$/.exec(name)?.[1] ?? []);

it.each(releases)("vLLM %s was asked with these pins, and none changed or broke a server", async (release) => {
  const asked = Object.entries(readJson<Readonly<Record<string, AskedPins>>>(`pins-${release}`));
  expect(asked.length).toBeGreaterThanOrEqual(100);
  expect(asked.filter(([, { differing }]) => differing.length > 0)).toEqual([]);
  const kept = readAnswers(release);
  const { program } = await loadProgram({ target: `vllm@${release}`, deployments: true });
  for (const [id, { pins }] of asked.filter((_, index) => index % step === 0)) {
    const deployment = kept.answers.find((answer) => answer.id === id);
    expect(pinsOfDeployment(deployment!, kept, program!), id).toEqual(pins);
  }
});
