import fc from "fast-check";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { diagnostic } from "../common/diagnostic.js";
import { testJson } from "./json/json-test.js";
import { testJunit } from "./annotations/junit.js";
import { testText } from "./terminal/text-test.js";
import { isClean, type Tested, type TestedCase } from "../testing/tested.js";
import { plain } from "./terminal/style.js";

const style = { colors: plain, columns: null };
const one = (more: Partial<TestedCase> = {}): TestedCase => ({
  ...{
    name: "a case",
    file: "acme/gpu.cases.json",
    line: 5,
    column: 3,
    target: "vllm@0.19.0",
    milliseconds: 1.5,
    differences: [],
    diagnostics: [],
  },
  ...more,
});
const coverage = { rules: [{ id: "r", fired: 1, silent: 1 }], branches: { seen: 3, total: 4 } };
const run = (cases: readonly TestedCase[], findings = [] as Tested["findings"]): Tested => ({
  target: "vllm@0.19.0",
  packs: [
    {
      pack: "acme/gpu",
      file: "acme/gpu.pack.json",
      cases,
      coverage,
      unseen: [{ text: 'mode equal "all"', never: "false", line: 9, column: 7 }],
      findings,
    },
  ],
  findings: [],
  line: () => null,
});
const failed = one({
  name: "another",
  differences: [
    { path: "changes.cache_config.block_size", expected: 16, actual: 32 },
    { path: "changes.cache_config.cache_dtype", actual: null },
    { path: "removed.model_config.x", expected: true },
    { path: "logs.0", expected: { level: "info", code: "acme/gpu/x" } },
    { path: "logs.1.params.mode", actual: "all" },
    { path: "error", actual: { code: "fettle/absent-value" } },
  ],
});
const unfired = diagnostic("rule-never-fired", "`s` fires in no case", {
  file: "acme/gpu.pack.json",
  line: 20,
  column: 7,
  hint: "add a case",
});

/** Parses XML strictly: elements with their attributes; throws if it is not well-formed. */
function parse(xml: string): { name: string; attributes: Record<string, string>; text: string }[] {
  const parser = new SaxesParser();
  const open: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const all: typeof open = [];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const node = { name, attributes: attributes as Record<string, string>, text: "" };
    open.push(node);
    all.push(node);
  });
  parser.on("text", (text) => {
    if (open.length > 0) open.at(-1)!.text += text;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(xml).close();
  return all;
}

test("text tells what failed, what is not covered, and which branch no case has seen", () => {
  expect(testText(run([one(), failed], [unfired]), { ...style, quiet: false })).toBe(
    [
      "1 pack for vllm@0.19.0",
      "",
      "✗ acme/gpu  1 of 2 cases pass, 1 rule, 3 of 4 branches covered",
      "    ✗ another  acme/gpu.cases.json:5:3",
      "      changes.cache_config.block_size",
      "        expected  16",
      "        actual    32",
      "      changes.cache_config.cache_dtype",
      "        expected  no change",
      "        actual    null",
      "      removed.model_config.x",
      "        expected  removed",
      "        actual    stays",
      "      logs.0",
      '        expected  {"level":"info","code":"acme/gpu/x"}',
      "        actual    no log",
      "      logs.1.params.mode",
      "        expected  no such parameter",
      '        actual    "all"',
      "      error",
      "        expected  no error",
      '        actual    {"code":"fettle/absent-value"}',
      "    acme/gpu.pack.json:20:7: error: `s` fires in no case [rule-never-fired]",
      "      help: add a case",
      '    acme/gpu.pack.json:9:7: note: `mode equal "all"` is false in no case',
      "",
      "1 pack, 2 cases: 1 failed, 1 finding",
      "",
    ].join("\n"),
  );
});

test("quiet, only failures only", () => {
  expect(testText(run([one()]), { ...style, quiet: true })).toBe("");
  const out = testText(run([failed]), { ...style, quiet: true });
  expect(out).toContain("another");
  expect(out).not.toContain("in no case");
});

test("an unseen branch is no fault, a failed case and a finding are", () => {
  expect(isClean(run([one()]))).toBe(true);
  expect(isClean(run([failed]))).toBe(false);
  expect(isClean(run([one()], [unfired]))).toBe(false);
});

test("json is the whole run as data", () => {
  expect(JSON.parse(testJson(run([one(), failed])))).toMatchObject({
    ok: false,
    target: "vllm@0.19.0",
    packs: [{ pack: "acme/gpu", cases: [{ name: "a case" }, { differences: [{ expected: 16 }, {}, {}, {}, {}, {}] }] }],
  });
});

test("junit has a suite a pack, with counts and times, and a case for each finding", () => {
  const elements = parse(testJunit(run([one(), failed], [unfired])));
  expect(elements[0]).toMatchObject({
    name: "testsuites",
    attributes: { tests: "3", failures: "2", errors: "0", time: "0.003000" },
  });
  expect(elements[1]).toMatchObject({
    name: "testsuite",
    attributes: { name: "acme/gpu", tests: "3", failures: "2", time: "0.003000" },
  });
  const cases = elements.filter(({ name }) => name === "testcase").map(({ attributes }) => attributes);
  expect(cases).toEqual([
    { name: "a case", classname: "acme/gpu", file: "acme/gpu.cases.json", line: "5", time: "0.001500" },
    { name: "another", classname: "acme/gpu", file: "acme/gpu.cases.json", line: "5", time: "0.001500" },
    {
      name: "`s` fires in no case",
      classname: "rule-never-fired",
      file: "acme/gpu.pack.json",
      line: "20",
      time: "0.000000",
    },
  ]);
  const failures = elements.filter(({ name }) => name === "failure");
  expect(failures.map(({ attributes }) => attributes.type)).toEqual(["case-failed", "rule-never-fired"]);
  expect(failures[0]!.text).toContain("changes.cache_config.block_size: expected 16, actual 32");
});

test("junit is well-formed XML whatever names and values hold", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (name, value) => {
      const out = testJunit(
        run([one({ name, differences: [{ path: name, expected: value, actual: `]]>${value}` }] })]),
      );
      expect(parse(out).filter(({ name: tag }) => tag === "testcase")).toHaveLength(1);
    }),
  );
  for (const name of ["<&>\"'", "]]>", "\u0000\u0008\u001b\ufffe\ud800", "a\nb\tc", "é🚀"]) {
    const [, , testcase] = parse(testJunit(run([one({ name })])));
    if (!/[\u0000\ud800]/.test(name)) expect(testcase!.attributes.name).toBe(name);
  }
});

test("junit tells of cases that no pack could run", () => {
  const tested: Tested = {
    ...run([one()]),
    findings: [diagnostic("bad-case", "unknown pack `x/y`", { file: "x/y.cases.json", hint: "name a pack" })],
  };
  expect(
    parse(testJunit(tested))
      .filter(({ name }) => name === "testsuite")
      .map(({ attributes }) => attributes.name),
  ).toEqual(["acme/gpu", "cases without a pack"]);
});
