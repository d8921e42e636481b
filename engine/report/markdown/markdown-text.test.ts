import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { marked } from "marked";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { isLong } from "../../../test/long.js";
import { escapeControls } from "../../common/printable.js";
import { htmlLine, markdownCode, markdownParagraph, markdownTable, markdownText } from "./markdown-text.js";

const linking = new MarkdownIt({ html: true, linkify: true });
linking.linkify.set({ fuzzyLink: false });
const renderers: readonly (readonly [name: string, render: (markdown: string) => string])[] = [
  ["markdown-it", (text) => new MarkdownIt({ html: true }).render(text)],
  ["markdown-it with links", (text) => linking.render(text)],
  ["marked", (text) => marked.parse(text, { async: false, gfm: true })],
];

/** Renders all texts with GitHub's own renderer in one process; null if it is not installed. */
function cmark(texts: readonly string[]): readonly string[] | null {
  const program = `import json, sys, cmarkgfm
from cmarkgfm.cmark import Options
options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
print(json.dumps([cmarkgfm.github_flavored_markdown_to_html(text, options) for text in json.load(sys.stdin)]))`;
  const input = JSON.stringify(texts);
  const done = spawnSync("python3", ["-c", program], { input, encoding: "utf8", maxBuffer: 1 << 28 });
  return done.status === 0 ? (JSON.parse(done.stdout) as string[]) : null;
}

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const decode = (html: string) =>
  html.replace(/&(?:#(\d+)|(\w+));/g, (entity, code?: string, name?: string) =>
    code === undefined ? (named[name!] ?? entity) : String.fromCodePoint(Number(code)),
  );
const ours = /<\/?(?:p|ul|ol|li|h2|code|table|thead|tbody|tr|th|td|details|summary|wbr)>|<li>|<ol start="\d+">/g;
/** The visible text, if all markup is ours; collapses blanks and removes zero-width ones. */
const seen = (html: string) => {
  const rest = html.replace(ours, "");
  expect(rest).not.toMatch(/<[a-z/!?]/i);
  return decode(rest).replaceAll("\u200b", "").replace(/\s+/g, " ").trim();
};
const shown = (text: string) => blank(escapeControls(text.replace(/\s+/g, " ").trim()).replace(/`([^`]+)`/g, "$1"));
const blank = (text: string) => text.replaceAll("\u200b", "").replace(/\s+/g, " ").trim();

test.each([
  ["1. one", "<p>1. one</p>"],
  ["# a", "<p># a</p>"],
  ["- a", "<p>- a</p>"],
  ["> a", "<p>&gt; a</p>"],
  ["<b>a</b> & *b* _c_ a_b [x](y) ~~z~~", "<p>&lt;b&gt;a&lt;/b&gt; &amp; *b* _c_ a_b [x](y) ~~z~~</p>"],
  ["pass `--a_b *c*` or `d|e` ` end", "<p>pass <code>--a_b *c*</code> or <code>d|e</code> ` end</p>"],
  ["a\nb\u001b[2J", "<p>a b\\u001b[2J</p>"],
])("%j is shown as it is", (text, html) => {
  expect(renderers.at(0)![1](markdownParagraph(text)).trim()).toBe(html);
});

const parts = [
  "*",
  "_",
  "`",
  "``",
  "|",
  "\\",
  "<b>",
  "<img src=x onerror=alert(1)>",
  "<!--",
  "-->",
  "&amp;",
  "&lt;",
  "[a](b)",
  "![",
  "](",
  "[x]: y",
  "[^1]",
  "1. ",
  "1) ",
  "- ",
  "+ ",
  "# ",
  " #",
  "> ",
  "~~",
  "~~~",
  "$",
  "\n",
  "  ",
  "a_b",
  "__init__",
  "word",
  "===",
  "---",
  "\u202e",
  "é",
  "<https://x.y>",
  "https://x.y/",
  "http://x.y",
  "www.x.y/",
  "ftp://a.b",
  "a@b.c",
  "@team",
  "#12",
  "mailto:a@b.c",
  "- [ ] ",
  ":--",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 4 })), { maxLength: 8 })
  .map((all) => all.join(""));

/** Contexts for a text, with the visible text that is expected there. */
const places: readonly (readonly [name: string, write: (text: string) => string, seen: (text: string) => string])[] = [
  ["a paragraph", markdownParagraph, shown],
  ["a list item", (text) => `- ${markdownParagraph(text)}`, shown],
  ["a heading", (text) => `## a ${markdownText(text)}`, (text) => blank(`a ${shown(text)}`)],
  [
    "a cell",
    (text) => markdownTable(["a", "b", "c"], [[markdownText(text), "-", "end"]]),
    (text) => blank(`a b c ${shown(text)} - end`),
  ],
  [
    "code in a cell",
    (text) => markdownTable(["a", "b"], [[markdownCode(text), "end"]]),
    (text) => blank(`a b ${escapeControls(text)} end`),
  ],
  [
    "code after text",
    (text) => `${markdownText(`x http://x.y/ ${text}`)} ${markdownCode(text)}`,
    (text) => blank(`${shown(`x http://x.y/ ${text}`)} ${escapeControls(text)}`),
  ],
  [
    "a summary",
    (text) => `<details><summary>${htmlLine(text)} </summary>\n\nx\n\n</details>`,
    (text) => blank(`${shown(text)} x`),
  ],
];

describe.each(renderers)("%s", (_name, render) => {
  test.each(places)("whatever a text is, a reader sees it in %s, and it is no markup", (_place, write, expected) => {
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text.trim() !== "");
        expect(seen(render(write(text)))).toBe(expected(text));
      }),
      { numRuns: isLong ? 5000 : 150 },
    );
  });
});

const isInstalled = cmark([]) !== null;

describe("cmark-gfm (needs `pip install cmarkgfm`)", () => {
  const title = "whatever a text is, a reader sees it in %s, and it is no markup";
  test.skipIf(!isInstalled).each(places)(title, (_place, write, expected) => {
    const texts = fc.sample(hostile, isLong ? 20_000 : 500).filter((text) => text.trim() !== "");
    const pages = cmark(texts.map(write))!;
    for (const [index, text] of texts.entries()) {
      expect({ text, seen: seen(pages[index]!) }).toEqual({ text, seen: expected(text) });
    }
  });
});
