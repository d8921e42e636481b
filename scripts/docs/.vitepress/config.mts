// The documentation site: the pages of docs/, with search. A dead link between pages fails the build.
import { fileURLToPath } from "node:url";
import path from "node:path";
import { defineConfig, type DefaultTheme } from "vitepress";
import { slugOf } from "../slug.ts";

const docs = fileURLToPath(new URL("../../../docs", import.meta.url));
const root = path.dirname(docs);
/** Address of the repository on GitHub; without it, links to files outside docs/ are text. */
const repository = process.env.DOCS_REPOSITORY;

const page = (text: string, link: string): DefaultTheme.SidebarItem => ({ text, link });
const guides = [
  page("Writing rules", "/writing-rules"),
  page("Testing and proving", "/testing"),
  page("Deployments", "/deployments"),
  page("Reviewing in CI", "/reviewing"),
  page("Upgrading", "/upgrading"),
  page("Running servers", "/running-servers"),
  page("Playground", "/playground"),
  page("The library", "/library"),
  page("Python", "/python"),
  page("Architecture", "/architecture"),
  page("Glossary", "/glossary"),
];
const reference = [
  page("Pack language", "/reference/language"),
  page("Expressions", "/reference/expressions"),
  page("Command line", "/reference/command-line"),
  page("API", "/reference/api"),
  page("Diagnostics", "/reference/diagnostics"),
  page("Rules", "/reference/rules"),
  page("Releases", "/reference/releases"),
  page("Known differences", "/reference/known-differences"),
  page("A followed release", "/reference/followed-release"),
];

export default defineConfig({
  title: "Fettle",
  description: "Shows how vLLM rewrites a model's configuration, and lets you add, test and prove rules",
  srcDir: docs,
  outDir: path.join(root, "dist-docs"),
  base: process.env.DOCS_BASE ?? "/",
  cleanUrls: true,
  vite: {
    ssr: { noExternal: ["entities"] },
    plugins: [
      {
        // Pages are compiled to modules that import vue, and lie outside the folder of the site's packages.
        name: "packages-of-the-site",
        enforce: "pre",
        resolveId(id, importer) {
          if (!/^vue(\/|$)/.test(id) || !importer?.startsWith(docs)) return null;
          return this.resolve(id, fileURLToPath(import.meta.url), { skipSelf: true });
        },
      },
    ],
  },
  rewrites: { "README.md": "index.md" },
  markdown: {
    anchor: { slugify: slugOf },
    languageAlias: { jsonata: "javascript", console: "shellsession" },
    config(markdown) {
      // Braces of a page are text, not expressions of Vue's.
      const escape = (text: string) => markdown.utils.escapeHtml(text).replaceAll("{", "&#123;");
      markdown.renderer.rules.text = (tokens, index) => escape(tokens[index]!.content);
      markdown.renderer.rules.code_inline = (tokens, index) => `<code>${escape(tokens[index]!.content)}</code>`;
      markdown.core.ruler.push("links-outside-docs", ({ tokens, env }) => {
        for (const { children } of tokens) {
          let isDropped = false;
          for (const token of children ?? []) {
            const outside = token.type === "link_open" ? fileOutside(token.attrGet("href") ?? "", env.path) : null;
            const address = `${repository}/blob/HEAD/${outside}`;
            if (outside !== null && repository !== undefined) token.attrSet("href", address);
            if (token.type === "link_open") isDropped = outside !== null && repository === undefined;
            if (isDropped && (token.type === "link_open" || token.type === "link_close")) token.type = "text";
          }
        }
      });
    },
  },
  themeConfig: {
    nav: [
      page("Guides", "/writing-rules"),
      page("Reference", "/reference/language"),
      // A page of its own, which the router of these pages does not know.
      { text: "Playground", link: "/try/", target: "_self" },
    ] as DefaultTheme.NavItem[],
    sidebar: [
      { text: "Guides", items: guides },
      { text: "Reference", items: reference },
    ],
    outline: [2, 3],
    search: { provider: "local" },
    ...(repository === undefined ? {} : { socialLinks: [{ icon: "github", link: repository }] }),
  },
});

/** The file of the repository that a link from a page leads to; null where it leads to another page or to the web. */
function fileOutside(href: string, from: string): string | null {
  if (href === "" || href.startsWith("#") || /^[a-z]+:/i.test(href)) return null;
  const file = path.resolve(path.dirname(from), decodeURI(href));
  return file.startsWith(docs + path.sep) ? null : path.relative(root, file);
}
