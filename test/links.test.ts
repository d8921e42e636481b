import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { slugOf } from "../scripts/docs/slug.js";

const root = path.resolve(import.meta.dirname, "..");
const markdown = new MarkdownIt({ html: true });
const skipped = /(^|\/)(node_modules|dist|dist-docs|fixtures|golden|found|\.git|\.built-\d+|\.readme-\w+)(\/|$)/;

const pages = readdirSync(root, { withFileTypes: true })
  .flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name];
    if (skipped.test(entry.name)) return [];
    const inside = readdirSync(path.join(root, entry.name), { recursive: true, encoding: "utf8" });
    return inside.map((file) => path.join(entry.name, file));
  })
  .filter((file) => file.endsWith(".md") && !skipped.test(file));

/** Where the links and images of a page lead, without those to the web. */
function linksOf(page: string): string[] {
  const blocks = markdown.parse(readFileSync(path.join(root, page), "utf8"), {});
  const tokens = blocks.flatMap(({ children }) => children ?? []);
  const links = tokens.map((token) => String(token.attrGet("href") ?? token.attrGet("src") ?? ""));
  return links.filter((link) => link !== "" && !/^[a-z]+:/i.test(link));
}

const anchors = new Map<string, ReadonlySet<string>>();

function anchorsOf(file: string): ReadonlySet<string> {
  if (!anchors.has(file)) {
    const seen = new Map<string, number>();
    const tokens = markdown.parse(readFileSync(file, "utf8"), {});
    const headings = tokens
      .filter((_, index) => tokens[index - 1]?.type === "heading_open")
      .map((heading) => {
        const slug = slugOf(heading.children!.map(({ content }) => content).join(""));
        const before = seen.get(slug) ?? 0;
        seen.set(slug, before + 1);
        return before === 0 ? slug : `${slug}-${before}`;
      });
    const named = tokens
      .flatMap(({ children }) => children ?? [])
      .flatMap(({ type, content }) => (type === "html_inline" ? (/^<a id="([^"]+)">$/.exec(content)?.[1] ?? []) : []));
    anchors.set(file, new Set([...headings, ...named]));
  }
  return anchors.get(file)!;
}

test.each(pages)("every link of %s leads to a file and a heading", (page) => {
  const broken = linksOf(page).filter((link) => {
    const [target = "", anchor] = link.split("#");
    const file = target === "" ? path.join(root, page) : path.resolve(root, path.dirname(page), decodeURI(target));
    return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).has(anchor));
  });
  expect(broken).toEqual([]);
});

test("the pages of the documentation are among them", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/README.md", "docs/reference/language.md"]));
});
