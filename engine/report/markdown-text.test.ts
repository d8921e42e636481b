import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { escapeControls } from "../lang/template.js";
import { markdownCode, markdownParagraph, markdownTable, markdownText } from "./markdown-text.js";

const render = (markdown: string) => new MarkdownIt({ html: true }).render(markdown);
const decode = (html: string) => html.replace(/&(?:lt|gt|amp|quot|#(\d+));/g, (entity, code?: string) => (code === undefined ? ({ "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"' })[entity]! : String.fromCharCode(Number(code))));
/** What a reader sees, where the only markup is what we write. */
const seen = (html: string) => decode(html.replace(/<\/?(?:p|code|table|thead|tbody|tr|th|td)>/g, "").trim());
const shown = (text: string) => escapeControls(text.replace(/\s+/g, " ").trim()).replace(/`([^`]+)`/g, "$1");

test.each([
  ["1. one", "<p>1. one</p>"],
  ["# a", "<p># a</p>"],
  ["- a", "<p>- a</p>"],
  ["> a", "<p>&gt; a</p>"],
  ["<b>a</b> & *b* _c_ a_b [x](y) ~~z~~", "<p>&lt;b&gt;a&lt;/b&gt; &amp; *b* _c_ a_b [x](y) ~~z~~</p>"],
  ["pass `--a_b *c*` or `d|e` ` end", "<p>pass <code>--a_b *c*</code> or <code>d|e</code> ` end</p>"],
  ["a\nb\u001b[2J", "<p>a b\\u001b[2J</p>"],
])("%j is shown as it is", (text, html) => {
  expect(render(markdownParagraph(text)).trim()).toBe(html);
});

const hostile = fc.array(fc.oneof(fc.constantFrom("*", "_", "`", "|", "\\", "<b>", "<!--", "&amp;", "[a](b)", "![", "](", "1. ", "- ", "# ", "> ", "~~", "$", "\n", "  ", "a_b", "word", "===", "---", "\u202e", "é", "<https://x.y>"), fc.string({ maxLength: 4 })), { maxLength: 8 }).map((parts) => parts.join(""));

test("whatever a text is, a reader sees it, and it is no markup", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      fc.pre(text.trim() !== "");
      expect(seen(render(markdownParagraph(text)))).toBe(shown(text).trim());
    }),
    { numRuns: 500 },
  );
});

test("whatever is in a cell, the table keeps its cells", () => {
  fc.assert(
    fc.property(hostile, hostile, (left, right) => {
      const html = render(markdownTable(["a", "b", "c"], [[markdownText(left), markdownCode(right), "end"]]));
      const cells = [...html.matchAll(/<td>([\s\S]*?)<\/td>/g)].map(([, cell]) => seen(cell!));
      expect(cells[0]).toBe(shown(left).trim());
      expect(cells[1]!.trim()).toBe(escapeControls(right).trim());
      expect(cells.slice(2)).toEqual(["end"]);
    }),
    { numRuns: 500 },
  );
});
