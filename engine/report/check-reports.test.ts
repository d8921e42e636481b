import fc from "fast-check";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { diagnostic, type Diagnostic } from "../common/diagnostic.js";
import { excerpt } from "./annotations/excerpt.js";
import { checkGithub, githubCommand } from "./annotations/github.js";
import { checkJson } from "./json/json-check.js";
import { checkSarif } from "./annotations/sarif.js";
import { checkText } from "./terminal/text-check.js";
import { plain } from "./terminal/style.js";

const style = { colors: plain, columns: null };
const found = (more: Partial<Diagnostic> = {}): Diagnostic => ({
  ...diagnostic("unknown-field", "`cache_config` has no field `blok_size`", {
    file: "rules/acme/gpu.pack.json",
    path: "/rules/0",
    line: 2,
    column: 5,
    hint: "did you mean `block_size`?",
  }),
  ...more,
});
const checked = (diagnostics: readonly Diagnostic[], line = '    "blok_size"') => ({
  diagnostics,
  files: ["rules/acme/gpu.pack.json"],
  unplaced: [],
  target: null,
  line: () => line,
  version: "1.2.3",
});

describe("text", () => {
  test("shows place, code, the line with a caret, what to do, and a summary", () => {
    expect(checkText(checked([found()]), style)).toBe(
      [
        "rules/acme/gpu.pack.json:2:5: error: `cache_config` has no field `blok_size` [unknown-field]",
        '    2 |     "blok_size"',
        "      |     ^",
        "  help: did you mean `block_size`?",
        "",
        "checked 1 file: 1 error",
        "",
      ].join("\n"),
    );
    expect(checkText(checked([]), style)).toBe("checked 1 file: no findings\n");
    expect(
      checkText(checked([found(), found({ severity: "warning" }), found({ severity: "warning" })]), style),
    ).toContain("1 error, 2 warnings");
  });

  test("no text of a file reaches the terminal as a control character", () => {
    const evil = "\u001b[31m\r\u202e\u0007";
    const out = checkText(checked([found({ message: evil, hint: evil, file: `a${evil}.json` })], `x${evil}y`), style);
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test.each([
    ["a tab counts as one", '\t"x": 1', 2, ['    7 |  "x": 1', "      |  ^"]],
    ["a column behind the end", "ab", 9, ["    7 | ab", "      |   ^"]],
    ["an escape moves the caret", "\u0000x", 2, ["    7 | \\u0000x", "      |       ^"]],
  ] as const)("excerpt: %s", (_name, line, column, expected) => {
    expect(excerpt(line, 7, column)).toEqual(expected);
  });

  test("of a long line only the surroundings are shown, and the caret stays under its place", () => {
    const line = `${"a".repeat(500)}▸${"b".repeat(500)}`;
    const [shown, caret] = excerpt(line, 7, 501) as [string, string];
    expect(shown.length).toBeLessThan(120);
    expect(shown[caret.indexOf("^")]).toBe("▸");
  });
});

describe("github", () => {
  test("writes a command for each finding", () => {
    expect(checkGithub(checked([found()]))).toBe(
      "::error file=rules/acme/gpu.pack.json,line=2,col=5,title=fettle unknown-field::`cache_config` has no field `blok_size`%0Adid you mean `block_size`?\n",
    );
    expect(githubCommand(found({ severity: "note", file: null, line: null, column: null }))).toMatch(
      /^::notice title=fettle unknown-field::/,
    );
    expect(githubCommand(found({ file: "a\\b,c:d%.json" }))).toContain("file=a/b%2Cc%3Ad%25.json,");
  });

  test("no text ends a command or begins another", () => {
    const text = fc
      .array(
        fc.constantFrom("::error file=x::", "\n", "\r", "\r\n", "%", "%0A", ":", ",", "::", "a", "\u2028", "\u0000"),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, text, text, (message, hint, file) => {
        const out = checkGithub(checked([found({ message, hint, file })]));
        expect(out.split(/\r|\n/)).toHaveLength(2);
        const [, properties, data] = /^::error ([^:]*)::([^\r\n]*)\n$/.exec(out)!;
        expect(properties!.split(",")).toHaveLength(4);
        expect(data!.replace(/%(?:25|0D|0A)/g, "")).not.toContain("%");
      }),
    );
  });
});

describe("sarif", () => {
  const log = (diagnostics: readonly Diagnostic[]) => JSON.parse(checkSarif(checked(diagnostics))) as Log;

  test("has what SARIF 2.1.0 requires, and a rule for each code", () => {
    const { version, $schema, runs } = log([
      found(),
      found({ code: "schema", severity: "warning" }),
      found({ severity: "note" }),
    ]);
    expect(version).toBe("2.1.0");
    expect($schema).toMatch(/sarif-2\.1\.0/);
    const [run] = runs;
    expect(run!.tool.driver).toMatchObject({ name: "fettle", semanticVersion: "1.2.3" });
    const rules = run!.tool.driver.rules!;
    expect(rules.map(({ id }) => id)).toEqual(["schema", "unknown-field"]);
    for (const rule of rules) {
      expect(rule.shortDescription!.text).toMatch(/^[A-Z]/);
      expect(rule.help!.text).toContain(`docs/reference/diagnostics.md#${rule.id}`);
      expect(rule).not.toHaveProperty("helpUri");
    }
    expect(run!.columnKind).toBe("utf16CodeUnits");
    expect(run!.results!.map(({ level }) => level)).toEqual(["error", "warning", "note"]);
    for (const result of run!.results!) {
      expect(rules[result.ruleIndex!]!.id).toBe(result.ruleId);
      expect(result.message.text).not.toBe("");
      expect(result.locations![0]!.physicalLocation).toEqual({
        artifactLocation: { uri: "rules/acme/gpu.pack.json", uriBaseId: "%SRCROOT%" },
        region: { startLine: 2, startColumn: 5 },
      });
    }
  });

  test("a file's name is a URI, and one outside is whole", () => {
    const uri = (file: string) =>
      log([found({ file })]).runs[0]!.results![0]!.locations![0]!.physicalLocation!.artifactLocation!;
    expect(uri("rules/a b#?.json")).toEqual({ uri: "rules/a%20b%23%3F.json", uriBaseId: "%SRCROOT%" });
    expect(uri("/else/where.json")).toEqual({ uri: "file:///else/where.json" });
  });

  test("without findings it is a run that found nothing", () => {
    expect(log([]).runs[0]!.results).toEqual([]);
  });

  test("a finding without a line has no region", () => {
    expect(
      log([found({ line: null, column: null })]).runs[0]!.results![0]!.locations![0]!.physicalLocation,
    ).not.toHaveProperty("region");
  });
});

test("json counts and holds every finding", () => {
  expect(JSON.parse(checkJson(checked([found(), found({ severity: "warning" })])))).toMatchObject({
    ok: false,
    errors: 1,
    warnings: 1,
    files: ["rules/acme/gpu.pack.json"],
    diagnostics: [{ code: "unknown-field" }, {}],
  });
  expect(JSON.parse(checkJson(checked([])))).toMatchObject({ ok: true, errors: 0, diagnostics: [] });
});
