import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import type { Log } from "sarif";
import { expect, test } from "vitest";
import { diagnosticMessages } from "../../engine/common/diagnostic-messages.js";
import { diagnostic, type Diagnostic, type DiagnosticCode } from "../../engine/common/diagnostic.js";
import { checkSarif } from "../../engine/report/annotations/sarif.js";
import { fettle, folderWith } from "../cli/fettle.js";

/**
 * OASIS's schema as @microsoft/jest-sarif 1.0.0-beta.0 has it; none of its keywords changed meaning since draft 4 but
 * `id`.
 */
const {
  id: _,
  $schema: __,
  ...schema
} = JSON.parse(readFileSync(new URL("sarif-2.1.0.schema.json", import.meta.url), "utf8"));
const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true });
const validate = ajv.compile<Log>(schema);

function read(text: string): Log {
  const log: unknown = JSON.parse(text);
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return log as Log;
}

const printsOf = (text: string) =>
  read(text).runs[0]!.results!.map(({ partialFingerprints }) => partialFingerprints!["fettleFinding/v1"]);

test("the schema refuses what is no log", () => {
  for (const wrong of [
    {},
    { version: "2.1.0" },
    { version: "2.1.0", runs: [{ tool: {}, results: [] }] },
    { version: "2.1.0", runs: [{ tool: { driver: { name: "a" } }, results: [{ line: 1 }] }] },
  ]) {
    expect(validate(wrong)).toBe(false);
  }
});

test("the log says where to read about the tool", () => {
  const { driver } = read(checkSarif({ diagnostics: [], version: "1.2.3" })).runs[0]!.tool;
  const { $id } = JSON.parse(readFileSync(new URL("../../schemas/vllm-config.schema.json", import.meta.url), "utf8"));
  expect(new URL(driver.informationUri!).origin).toBe(new URL($id).origin);
});

test("whatever is found, the log is valid", () => {
  const place = fc.oneof(
    fc.constant({ line: null, column: null }),
    fc.record({ line: fc.integer({ min: 1 }), column: fc.option(fc.integer({ min: 1 })) }),
  );
  const text = fc.string({ unit: "binary" });
  const found = fc
    .tuple(
      fc.constantFrom(...(Object.keys(diagnosticMessages) as DiagnosticCode[])),
      fc.record({ message: text, hint: text, file: fc.option(text) }),
      fc.constantFrom("error", "warning", "note"),
      place,
    )
    .map(
      ([code, { message, ...rest }, severity, at]): Diagnostic =>
        diagnostic(code, message, { ...rest, severity: severity as Diagnostic["severity"], ...at }),
    );
  fc.assert(
    fc.property(
      fc.array(found, { maxLength: 3 }),
      (diagnostics) => void read(checkSarif({ diagnostics, version: "1.2.3" })),
    ),
    { numRuns: 50 },
  );
});

const broken = `{
  "name": "acme/gpu",
  "rules": [
    { "id": "a", "when": { "all": [{ "fact": "cache_config", "path": "$.blok_size", "operator": "equals", "value": 1 }] }, "then": [] }
  ]
}`;

test("a check's log is valid, and tells a finding again where lines moved", () => {
  const check = (text: string) =>
    fettle(["check", "rules", "--format", "sarif"], { cwd: folderWith({ "rules/acme/gpu.pack.json": text }) }).out;
  const prints = printsOf(check(broken));
  expect(prints.length).toBeGreaterThan(1);
  expect(new Set(prints).size).toBe(prints.length);
  expect(printsOf(check(broken.replace("{\n", "{\n\n\n")))).toEqual(prints);
});

test("the same mistake made twice is two findings", () => {
  const found = diagnostic("unknown-field", "no field `a`", { file: "a.pack.json", line: 2, hint: "remove it" });
  const [first, second, elsewhere] = printsOf(
    checkSarif({ diagnostics: [found, { ...found, line: 3 }, { ...found, file: "b.pack.json" }], version: "1.2.3" }),
  );
  expect([first, second].map((print) => print!.split(":")[1])).toEqual(["1", "2"]);
  expect(first!.split(":")[0]).toBe(second!.split(":")[0]);
  expect(elsewhere).not.toBe(first);
});
