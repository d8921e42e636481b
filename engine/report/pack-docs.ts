import { conditionText } from "../language/conditions/comparison-text.js";
import type { DocumentedPack, DocumentedSet, NamedText } from "./documented.js";
import { markdownCode, markdownParagraph, markdownTable, markdownText } from "./markdown/markdown-text.js";
import { decisionMarkdown, reasonsMarkdown, type PackLink } from "./markdown/markdown-table.js";

/** Links from a page: to a pack's section or page, and to a file named as on the command line. */
export interface Links {
  readonly pack: PackLink;
  file(file: string): string;
}

/** Renders packs on one Markdown page: for a whole set first the packs and their order, then a section for each. */
export function docsPage(set: DocumentedSet, links: Omit<Links, "pack">): string {
  const anchors = anchorsOf(set.packs);
  const pack: PackLink = (name) => (anchors.has(name) ? `#${anchors.get(name)}` : null);
  return paragraphs([
    ...(set.isWhole ? overview(set, pack) : []),
    ...set.packs.flatMap((entry) => packParts(entry, "##", { ...links, pack })),
  ]);
}

/** Renders the first of several pages: the packs and their order. */
export function docsIndex(set: DocumentedSet, pack: PackLink): string {
  return paragraphs(overview(set, pack));
}

/** Renders the page of one pack among several. */
export function packPage(entry: DocumentedPack, links: Links): string {
  return paragraphs(packParts(entry, "#", links));
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

/** Section anchors as GitHub generates them: a duplicate gets a number. */
function anchorsOf(packs: readonly DocumentedPack[]): ReadonlyMap<string, string> {
  const taken = new Map<string, number>();
  return new Map(
    packs.map(({ pack }) => {
      const name = pack.replace(/[^\w-]/g, "");
      const count = taken.get(name) ?? 0;
      taken.set(name, count + 1);
      return [pack, count === 0 ? name : `${name}-${count}`];
    }),
  );
}

function overview({ set, target, packs, stages }: DocumentedSet, link: PackLink): readonly string[] {
  const named = (pack: string) => linked(markdownCode(pack), link(pack));
  const rows = packs.map(({ pack, title, architectures, table, cases }) => [
    named(pack),
    markdownText(title ?? ""),
    forText(architectures),
    String(table.rows.length),
    String(cases),
  ]);
  const order = stages.map(({ packs: some, byArchitecture, when }, index) => {
    const what = byArchitecture
      ? `by architecture, one of: ${some.length === 0 ? "none" : some.map(named).join(", ")}`
      : some.map(named).join(", ");
    return `${index + 1}. ${what}${when === null ? "" : `, where ${markdownText(conditionText(when, Infinity))}`}`;
  });
  return [
    `# Rule packs of ${markdownText(set)}`,
    `For ${markdownCode(target)}. Written by \`fettle docs\`: change the packs, not this page.`,
    markdownTable(["pack", "what it does", "for", "rules", "cases"], rows),
    "They run in this order:",
    order.join("\n"),
  ];
}

function packParts(entry: DocumentedPack, heading: string, links: Links): readonly string[] {
  const { pack, title, facts, conditions, table } = entry;
  const isEmpty = table.rows.length === 0;
  const isPolicy = entry.hook === "policy";
  return [
    `${heading} ${markdownText(pack)}`,
    ...(title === null ? [] : [markdownParagraph(title)]),
    headList(entry, links),
    ...names("fact", facts),
    ...names("condition", conditions),
    ...(isEmpty
      ? ["It has no rules."]
      : [
          isPolicy
            ? "A deployment violates a rule where all that is tested in its row holds; a dash does not matter."
            : "Rules run from top to bottom. In a row, all that is tested has to hold; a dash does not matter.",
          decisionMarkdown(table, links.pack, isPolicy),
          reasonsMarkdown(table),
        ]),
  ];
}

function headList(
  { architectures, hook, versions, expires, applies, source, cases, file }: DocumentedPack,
  links: Links,
): string {
  const rows: readonly (readonly [string, string | null])[] = [
    ["for", forText(architectures)],
    ["hook", markdownCode(hook)],
    ["versions", versions === null ? null : `${markdownCode(versions)}${applies ? "" : ", not for this target"}`],
    ["expires", expires === null ? null : markdownCode(expires)],
    ["source", sourceText(source)],
    ["file", file === null ? null : `[${markdownText(file.split(/[\\/]/).slice(-2).join("/"))}](${links.file(file)})`],
    ["cases", cases === 0 ? "none" : String(cases)],
  ];
  return rows.flatMap(([label, text]) => (text === null ? [] : [`- ${label}: ${text}`])).join("\n");
}

function sourceText({ project, file, symbol, url }: DocumentedPack["source"]): string | null {
  const parts = [
    ...(project === undefined ? [] : [markdownText(project)]),
    ...[file, symbol].flatMap((part) => (part === undefined ? [] : [markdownCode(part)])),
    ...(url === undefined ? [] : [isPlainAddress(url) ? `<${url}>` : markdownText(url)]),
  ];
  return parts.length === 0 ? null : parts.join(", ");
}

function isPlainAddress(url: string): boolean {
  return /^https?:\/\/[\x21-\x7e]+$/.test(url) && !/[<>\\|`]/.test(url);
}

function names(what: string, entries: readonly NamedText[]): readonly string[] {
  return entries.length === 0
    ? []
    : [
        markdownTable(
          [what, "is"],
          entries.map(({ name, text }) => [markdownCode(name), markdownCode(text)]),
        ),
      ];
}

function forText(architectures: readonly string[] | null): string {
  return architectures === null ? "every architecture that reaches it" : architectures.map(markdownCode).join(", ");
}

function linked(text: string, target: string | null): string {
  return target === null ? text : `[${text}](${target})`;
}
