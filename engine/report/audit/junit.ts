import type { Audited, AuditedDeployment, Outcome } from "../../audit/audited.js";
import { formatDiagnostic } from "../../common/diagnostic.js";
import { element, escapeText } from "../annotations/xml.js";
import { exceptionText, launchColumn, launchText, suggestionText, violationText } from "./messages.js";

interface TestCase {
  readonly xml: string;
  readonly state: "passed" | "failed" | "skipped";
}

/**
 * Renders an audit as JUnit XML: a suite for each deployment with a case for each rule; accepted or unknown ones are
 * skipped.
 */
export function auditJunit(audited: Audited): string {
  const suites = audited.deployments.map((entry) => suite(entry.name, casesOf(entry, audited)));
  const unread = audited.findings.map((found) => {
    const text = escapeText(formatDiagnostic(found));
    const failure = element("failure", { message: found.message, type: found.code }, text);
    const place = { file: found.file ?? undefined, line: found.line ?? undefined };
    const attributes = { name: found.message, classname: found.code, ...place };
    return { xml: element("testcase", attributes, failure), state: "failed" } as const;
  });
  const all = [...suites, ...(unread.length === 0 ? [] : [suite("not read", unread)])];
  const total = (key: "tests" | "failures") => all.reduce((sum, entry) => sum + entry[key], 0);
  const attributes = { name: "fettle audit", tests: total("tests"), failures: total("failures"), errors: 0 };
  const body = all.map(({ xml }) => `\n${xml}`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", attributes, `${body}\n`)}\n`;
}

function suite(name: string, cases: readonly TestCase[]) {
  const number = (state: TestCase["state"]) => cases.filter((entry) => entry.state === state).length;
  const attributes = {
    name,
    tests: cases.length,
    failures: number("failed"),
    errors: 0,
    skipped: number("skipped"),
  };
  const body = cases.map(({ xml }) => `\n    ${xml}`).join("");
  return {
    xml: `  ${element("testsuite", attributes, body === "" ? "" : `${body}\n  `)}`,
    tests: cases.length,
    failures: number("failed"),
  };
}

function casesOf(entry: AuditedDeployment, { failOn }: Audited): readonly TestCase[] {
  const place = { classname: entry.name, file: entry.file ?? undefined, line: entry.line ?? undefined };
  const [fault] = entry.launch;
  const text = entry.launch.map(launchText).join("\n");
  const starts: TestCase =
    fault === undefined
      ? { xml: element("testcase", { name: launchColumn, ...place }), state: "passed" }
      : {
          xml: element(
            "testcase",
            { name: launchColumn, ...place },
            element("failure", { message: fault.message, type: fault.code }, escapeText(text)),
          ),
          state: "failed",
        };
  return [
    starts,
    ...entry.outcomes.map((outcome): TestCase => {
      const isFailed = outcome.verdict === "violated" && failOn.includes(outcome.severity);
      const inner = isFailed ? failureOf(outcome) : noteOf(outcome);
      return {
        xml: element("testcase", { name: outcome.rule, ...place }, inner),
        state: isFailed
          ? "failed"
          : outcome.verdict === "accepted" || outcome.verdict === "unknown"
            ? "skipped"
            : "passed",
      };
    }),
  ];
}

function failureOf(outcome: Outcome): string {
  const lines = [violationText(outcome), ...outcome.suggestions.map(suggestionText)];
  const attributes = { message: outcome.message ?? "", type: outcome.severity };
  return element("failure", attributes, escapeText(lines.join("\n")));
}

function noteOf(outcome: Outcome): string {
  if (outcome.verdict === "accepted") return element("skipped", { message: exceptionText(outcome) });
  if (outcome.verdict === "unknown") return element("skipped", { message: outcome.message ?? "" });
  return outcome.verdict === "violated" ? element("system-out", {}, escapeText(violationText(outcome))) : "";
}
