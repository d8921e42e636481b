import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { DiagnosticCode } from "../../engine/common/diagnostic.js";
import { diagnosticMessages } from "../../engine/common/diagnostic-messages.js";
import { runCases } from "../../engine/testing/run-cases.js";
import { readPacks } from "../../engine/packs/read-packs.js";
import { runtimeCodes } from "../../engine/packs/check/runtime-codes.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { check } from "./broken.js";

const diagnosticCodes = Object.keys(diagnosticMessages) as readonly DiagnosticCode[];
const page = readFileSync(new URL("../../docs/reference/diagnostics.md", import.meta.url), "utf8");
const [text, runtime] = page.split("\n## Errors of an evaluation\n") as [string, string];
const sections = text
  .split(/^### /m)
  .slice(1)
  .map((section) => {
    const [code = "", ...rest] = section.split("\n");
    const body = rest.join("\n").split(/^## /m)[0]!;
    const files = [...body.matchAll(/^```json (\S+)\n([\s\S]*?)\n```$/gm)].map(
      ([, file, content]): [string, string] => [file!, content!],
    );
    return { code: code as DiagnosticCode, body, files: Object.fromEntries(files) };
  });

test("every code has a section, and every section a code", () => {
  expect(sections.map(({ code }) => code).toSorted()).toEqual(diagnosticCodes.toSorted());
  for (const code of diagnosticCodes) expect(text.split("\n## ")[0]).toContain(`(#${code})`);
});

test.each(sections)("$code begins with the sentence that reports give, and has an example", ({ code, body }) => {
  expect(body.trim().replace(/\s+/g, " ")).toMatch(
    new RegExp(`^${diagnosticMessages[code].replaceAll(".", "\\.")}\\.`),
  );
  expect(body).toMatch(/^```/m);
});

/** What `fettle check` finds, or where that is nothing, what `fettle test` finds. */
async function drawn(files: Record<string, string>): Promise<string[]> {
  const { diagnostics } = await check(files);
  if (diagnostics.length > 0) return diagnostics.map(({ code }) => code);
  const all = { "acme.set.json": `{ "set": "acme", "target": "vllm@0.19.0", "stages": [] }`, ...files };
  const load = () => loadProgram({ set: "acme", files: all });
  const runs = await runCases((await load()).program!, { cases: readPacks(all).cases, load });
  return runs.flatMap(({ cases, findings }) => [
    ...cases.filter(({ differences }) => differences.length > 0).map(() => "case-failed"),
    ...findings.map(({ code }) => code),
  ]);
}

const examples = sections.filter(({ files }) => Object.keys(files).length > 0);

test.each(examples)("the example of $code draws it once, and nothing else", async ({ code, files }) => {
  expect(await drawn(files)).toEqual([code]);
});

test("most sections that are about rule files have an example that is run", () => {
  expect(examples.length).toBeGreaterThan(35);
});

const expressions = new URL("../../engine/language/expression/", import.meta.url);
const thrown = readdirSync(expressions, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .flatMap((file) =>
    [...readFileSync(new URL(file, expressions), "utf8").matchAll(/new ExpressionError\(\s*"([^"]+)"/g)].map(
      ([, code]) => code!,
    ),
  );

test("every error of the engine's own is listed", () => {
  for (const code of [...runtimeCodes, "fettle/jsonata-"]) expect(runtime).toContain(`\`${code}`);
  expect(thrown.length).toBeGreaterThan(20);
  for (const code of thrown) expect(runtime).toContain(`\`${code}\``);
});
