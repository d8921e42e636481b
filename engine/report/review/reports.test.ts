import { marked, type Tokens } from "marked";
import { SaxesParser } from "saxes";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { diagnostic } from "../../common/diagnostic.js";
import { reviewReports } from "../formats.js";
import type { Reviewed, ReviewFinding } from "../../review/reviewed.js";
import { plain } from "../terminal/style.js";

const style = { colors: plain, columns: null };
const hostile = "`</details><script>` | @someone [x](http://example.org) ]]>\n::error::x";

function found(part: Partial<ReviewFinding>): ReviewFinding {
  return {
    ...diagnostic("case-failed", "`a case` does not match its expectation", {
      file: "rules/acme/limits.cases.json",
      line: 4,
      column: 5,
      hint: "fix the rule",
    }),
    kind: "case",
    ...part,
  };
}

function reviewed(part: Partial<Reviewed> = {}): Reviewed {
  return {
    ...{ version: "1.2.3", target: "vllm@0.19.0", base: "main (1a2b3c4)", head: "working tree" },
    files: [{ file: "rules/acme/limits.pack.json", status: "changed" }],
    packs: [
      {
        ...{
          pack: "acme/limits",
          title: hostile,
          file: "rules/acme/limits.pack.json",
          status: "changed",
          linked: null,
          tested: null,
          flow: [],
          table: null,
          proved: null,
        },
        differed: {
          ...{
            kind: "pack",
            pack: "acme/limits",
            file: "rules/acme/limits.pack.json",
            status: "changed",
            was: null,
            isElsewhere: false,
            codes: [],
            includes: [],
            rules: [],
            parts: [],
            unproved: [],
            verdict: "differs",
          },
          effects: [
            {
              document: [{ path: "scheduler_config.max_num_seqs", value: hostile }],
              witness: { scheduler_config: { max_num_seqs: hostile } },
              results: {
                before: { scheduler_config: { max_num_seqs: 65 } },
                after: { scheduler_config: { max_num_seqs: hostile } },
              },
              outcome: [{ kind: "field", name: "scheduler_config.max_num_seqs", before: 65, after: hostile }],
              rules: [{ rule: "acme/limits/fewer", in: "head", file: "rules/acme/limits.pack.json", line: 6 }],
              fails: null,
              at: [],
              fleet: [],
            },
          ],
        },
      },
    ],
    findings: [
      found({}),
      found({
        kind: "behavior",
        severity: "note",
        code: "behaviour-changed",
        message: hostile,
        line: null,
        column: null,
      }),
    ],
    failOn: ["case"],
    gaps: [],
    playground: null,
    differed: null,
    line: () => null,
    ...part,
  };
}

const print = async (format: keyof typeof reviewReports, part: Partial<Reviewed> = {}) =>
  (await reviewReports[format]())(reviewed(part), style);

describe("markdown", () => {
  test("has its verdict first, whole tables, and folds that end", async () => {
    const text = await print("markdown");
    const tokens = marked.lexer(text);
    expect(tokens[0]).toMatchObject({
      type: "heading",
      depth: 2,
      text: "❌ fettle review: 1 finding fails the review",
    });
    const tables = tokens.filter((token): token is Tokens.Table => token.type === "table");
    expect(tables.length).toBeGreaterThanOrEqual(3);
    for (const { header, rows } of tables) for (const row of rows) expect(row.length).toBe(header.length);
    expect(text.match(/<details/g)).toHaveLength(text.match(/^<\/details>$/gm)!.length);
  });

  test("takes no text of a pack for markup", async () => {
    const page = await marked.parse(await print("markdown"));
    expect(page).not.toMatch(/<script|>x<\/a>|^::error/m);
    expect(page.match(/<details/g)).toHaveLength(page.match(/<\/details>/g)!.length);
    // In code, inline or as a block, no name is a mention.
    expect(page.replace(/<code[^>]*>[\s\S]*?<\/code>/g, "")).not.toContain("@someone");
  });

  test("is never longer than a comment may be, and says what is left out", async () => {
    const findings = Array.from({ length: 5000 }, (_, index) =>
      found({ message: `case number ${index} does not match its expectation` }),
    );
    const text = await print("markdown", { findings });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    expect(text).toContain("1 part of this review omitted");
    expect(text).toMatch(/^## ❌ fettle review: 5000 findings fail the review/);
  });
});

test("junit is strict XML, in which only what fails the review is a failure", async () => {
  const parser = new SaxesParser();
  const names: string[] = [];
  parser.on("opentag", ({ name }) => names.push(name));
  parser.on("error", (error) => {
    throw error;
  });
  const text = await print("junit", {
    findings: [found({ kind: "error", code: "schema" }), found({ kind: "behavior", message: hostile })],
    failOn: ["error"],
  });
  parser.write(text).close();
  expect(names.filter((name) => name === "failure")).toHaveLength(1);
  expect(names.filter((name) => name === "system-out")).toHaveLength(1);
  expect(text).toMatch(/<testsuites name="fettle review" tests="2" failures="1"/);
});

test("sarif has each finding at its line, and no region where there is no line", async () => {
  const { runs } = JSON.parse(await print("sarif")) as Log;
  const [first, second] = runs[0]!.results!;
  expect(first).toMatchObject({
    ruleId: "case-failed",
    level: "error",
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "rules/acme/limits.cases.json" },
          region: { startLine: 4, startColumn: 5 },
        },
      },
    ],
  });
  expect(second!.level).toBe("note");
  expect(second!.locations![0]!.physicalLocation).not.toHaveProperty("region");
  for (const { ruleId, ruleIndex } of runs[0]!.results!)
    expect(runs[0]!.tool.driver.rules![ruleIndex!]!.id).toBe(ruleId);
});

test("github has one command a line, whatever a pack holds", async () => {
  const lines = (await print("github")).trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^::error file=rules\/acme\/limits\.cases\.json,line=4,col=5,/);
  expect(lines[1]).toMatch(/^::notice file=/);
});

test("json says which findings fail, and whether any does", async () => {
  expect(JSON.parse(await print("json"))).toMatchObject({
    ok: false,
    failOn: ["case"],
    packs: [{ pack: "acme/limits", differed: { verdict: "differs" } }],
  });
  expect(JSON.parse(await print("json", { failOn: [] }))).toMatchObject({ ok: true });
});

test("the page lets no style or script run but its own", async () => {
  const page = await print("html");
  expect(page).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toMatch(/ (?:style|on\w+)="/);
});
