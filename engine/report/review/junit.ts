import { formatDiagnostic } from "../../common/diagnostic.js";
import { must } from "../../common/must.js";
import { failures, type Reviewed, type ReviewedPack, type ReviewFinding } from "../../review/reviewed.js";
import { passes } from "../../testing/tested.js";
import { element, escapeText } from "../annotations/xml.js";

interface JunitCase {
  readonly xml: string;
  readonly failed: boolean;
}

/**
 * Renders a review as JUnit XML: a suite with the cases of each pack, and one with the other findings. A finding that
 * does not fail the review is a passing test, with the finding in its output.
 */
export function reviewJunit(reviewed: Reviewed): string {
  const failed = new Set(failures(reviewed));
  const others = reviewed.findings
    .filter(({ kind }) => kind !== "case")
    .map((found) => findingCase(found, failed.has(found)));
  const suites = [
    ...reviewed.packs.filter(({ tested }) => tested !== null).map((pack) => packSuite(pack, reviewed)),
    suite("fettle review", others),
  ];
  const total = (key: "tests" | "failures") => suites.reduce((sum, entry) => sum + entry[key], 0);
  const body = suites.map(({ xml }) => `\n${xml}`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", { name: "fettle review", tests: total("tests"), failures: total("failures"), errors: 0 }, `${body}\n`)}\n`;
}

function suite(name: string, cases: readonly JunitCase[]) {
  const failed = cases.filter((entry) => entry.failed).length;
  const body = cases.map(({ xml }) => `\n    ${xml}`).join("");
  const attributes = { name, tests: cases.length, failures: failed, errors: 0, skipped: 0 };
  return {
    xml: `  ${element("testsuite", attributes, body === "" ? "" : `${body}\n  `)}`,
    tests: cases.length,
    failures: failed,
  };
}

function packSuite({ pack, tested }: ReviewedPack, { findings, failOn }: Reviewed) {
  const cases = must(tested, "tested").cases.map((entry): JunitCase => {
    const attributes = {
      name: entry.name,
      classname: pack,
      file: entry.file,
      line: entry.line ?? undefined,
      time: (entry.milliseconds / 1000).toFixed(6),
    };
    const found = passes(entry)
      ? undefined
      : findings.find(
          ({ kind, file, line, column }) =>
            kind === "case" && file === entry.file && line === entry.line && column === entry.column,
        );
    return found === undefined
      ? { xml: element("testcase", attributes), failed: false }
      : outcome(attributes, found, failOn.includes("case"));
  });
  return suite(pack, cases);
}

function findingCase(found: ReviewFinding, failed: boolean): JunitCase {
  return outcome(
    {
      name: found.message,
      classname: `fettle.${found.kind}`,
      file: found.file ?? undefined,
      line: found.line ?? undefined,
      time: "0",
    },
    found,
    failed,
  );
}

function outcome(
  attributes: Record<string, string | number | undefined>,
  found: ReviewFinding,
  failed: boolean,
): JunitCase {
  const text = escapeText(formatDiagnostic(found));
  const content = failed
    ? element("failure", { message: found.message, type: found.code }, text)
    : element("system-out", {}, text);
  return { xml: element("testcase", attributes, content), failed };
}
