import { formatDiagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { findingsOf, passes, type Tested, type TestedCase, type TestedPack } from "../../testing/tested.js";
import { describeOutcome } from "../../testing/describe-outcome.js";
import { element, escapeText } from "./xml.js";

/** Renders a test run as JUnit XML: a suite for each pack, with an additional case for coverage gaps. */
export function testJunit({ packs, findings }: Tested): string {
  const suites = [
    ...packs.map(packSuite),
    ...(findings.length === 0 ? [] : [suite("cases without a pack", findings.map(findingCase))]),
  ];
  const total = (key: "tests" | "failures" | "time") => suites.reduce((sum, entry) => sum + entry[key], 0);
  const attributes = {
    name: "fettle",
    tests: total("tests"),
    failures: total("failures"),
    errors: 0,
    time: seconds(total("time")),
  };
  const body = suites.map(({ xml }) => `\n${xml}`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", attributes, `${body}\n`)}\n`;
}

interface JunitCase {
  readonly xml: string;
  readonly failed: boolean;
  readonly milliseconds: number;
}

function suite(name: string, cases: readonly JunitCase[]) {
  const failures = cases.filter(({ failed }) => failed).length;
  const time = cases.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const attributes = { name, tests: cases.length, failures, errors: 0, skipped: 0, time: seconds(time) };
  const body = cases.map(({ xml }) => `\n    ${xml}`).join("");
  return {
    xml: `  ${element("testsuite", attributes, body === "" ? "" : `${body}\n  `)}`,
    tests: cases.length,
    failures,
    time,
  };
}

function packSuite(tested: TestedPack) {
  const { pack, cases } = tested;
  return suite(pack, [...cases.map((entry) => caseOf(entry, pack)), ...findingsOf(tested).map(findingCase)]);
}

function caseOf(entry: TestedCase, classname: string): JunitCase {
  const attributes = {
    name: entry.name,
    classname,
    file: entry.file,
    line: entry.line ?? undefined,
    time: seconds(entry.milliseconds),
  };
  const lines = [
    ...entry.differences.map(
      ({ path, expected, actual }) =>
        `${path}: expected ${describeOutcome(path, expected)}, actual ${describeOutcome(path, actual)}`,
    ),
    ...entry.diagnostics.map(formatDiagnostic),
  ];
  const failure = passes(entry)
    ? ""
    : element("failure", { message: lines[0], type: "case-failed" }, escapeText(lines.join("\n")));
  return { xml: element("testcase", attributes, failure), failed: failure !== "", milliseconds: entry.milliseconds };
}

function findingCase(found: Diagnostic): JunitCase {
  const attributes = {
    name: found.message,
    classname: found.code,
    file: found.file ?? undefined,
    line: found.line ?? undefined,
    time: seconds(0),
  };
  const failure = element("failure", { message: found.message, type: found.code }, escapeText(formatDiagnostic(found)));
  return { xml: element("testcase", attributes, failure), failed: true, milliseconds: 0 };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(6);
}
