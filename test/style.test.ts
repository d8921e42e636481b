import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync, Visitor } from "rolldown/utils";
import { describe, expect, test } from "vitest";

/** Constructions that read as translated or archaic, each with a text that has it. */
const phrases: readonly (readonly [phrase: RegExp, planted: string])[] = [
  [/\b(?:what|that) (?:is|are) none\b|\band is none\b|\bis none [.;]/, "Something that must be an object and is none"],
  [/\bmend(?:s|ed|ing)?\b/, "mend the rule"],
  [/\bwhat comes of\b|\bcomes of it\b/, "with what comes of them today"],
  [/\ba fault of ours\b/, "a fault of ours: the engine stopped"],
  [/\bfor want of\b/, "refused for want of a target"],
  [/\bso that none of it counts\b/, "changed before it failed, so that none of it counts"],
  [/\bto be had\b/, "the file is not to be had"],
  [/\bof which nothing says\b/, "a machine of which nothing says anything"],
  [/\bcomes? out otherwise\b|\b(?:acts?|behaves?) otherwise\b/, "the rule acts otherwise"],
  [/\bsays? of (?:it|them|each|a|the)\b/, "what the notes say of a release"],
  [/\bstands? (?:twice|alone|without|yet|where|behind|in for want)\b/, "the key stands twice"],
  [/\b1 field changes\b/, "1 field changes"],
  [/\bvalue was there already\b|\bis (?:here|there) already\b/, "ran, and the value was there already"],
  [/\bnone of the \d+ looked at\b/, "none of the 46 looked at has a rule"],
  [/\bruns only then\b|\bdoes not start as it is\b/, "runs only then"],
  [/\bkeep what is today\b|\bas far as flags can\b/i, "flags that keep what is today"],
  [/\brules? looks? at the machine\b/, "rules look at the machine"],
  [/\bacts only (?:before|now)\b/, "acts only before"],
  [/\bno rule differs\b/, "no rule differs: proved"],
  [/\bworth knowing\b/, "worth knowing"],
  [/\bevaluating the result again changes\b/, "evaluating the result again changes nothing"],
  [/\bwhere this is not meant\b|\bif it is meant\b|\bif this is meant\b/, "where this is not meant, say so"],
  [/\b\d+ cases more\b/, "3 cases more"],
  [/\bnot encoded for the solver\b|\bis encoded, or\b/, "what it depends on is not encoded for the solver"],
  [/\bis not possible here\b/, "`--format yaml` is not possible here"],
  [/\bleaves? unseen\b/, "tell what they leave unseen"],
  [/\bor show one that they do not\b/, "prove it, or show one that they do not"],
  [/\bdoes the same to the same\b/, "still does the same to the same"],
  [/\bsingle truths\b/, "without what the single truths settle"],
  [/\bnever comes to\b/, "without those that a run never comes to"],
];

const root = path.resolve(import.meta.dirname, "..");

function filesIn(folder: string, isWanted: (file: string) => boolean): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => path.join(folder, file))
    .filter((file) => isWanted(file) && !/(^|\/)(generated|node_modules)\//.test(file));
}

const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** Texts of string and template literals that have more than one word. */
function literalsOf(source: string): readonly string[] {
  const found: string[] = [];
  const visitor = new Visitor({
    Literal: ({ value }) => void (typeof value === "string" && found.push(value)),
    TemplateElement: ({ value }) => void found.push(value.cooked ?? value.raw),
  });
  visitor.visit(parseSync("source.ts", source).program);
  return found.filter((text) => text.trim().includes(" "));
}

/** Paragraphs of Markdown without code, whose spelling is not prose. */
function proseOf(markdown: string): readonly string[] {
  return markdown
    .replace(/^ *```[^]*?^ *```/gm, "")
    .replace(/`[^`\n]*`/g, "`")
    .split(/\n\s*\n/)
    .map((text) => text.replaceAll("\n", " "));
}

const proseKeys = new Set(["title", "why", "message", "description", "fail", "require", "forbid", "warn"]);

function textsIn(value: unknown, key = ""): readonly string[] {
  if (typeof value === "string") return proseKeys.has(key) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => textsIn(part, Array.isArray(value) ? key : name));
}

const phrasesIn = (text: string) => phrases.filter(([phrase]) => phrase.test(text)).map(([phrase]) => phrase.source);

/** Each finding with the words around it. */
const found = (files: readonly string[], textsOf: (text: string) => readonly string[]) =>
  files.flatMap((file) =>
    textsOf(read(file)).flatMap((text) =>
      phrases.flatMap(([phrase]) => {
        const at = text.search(phrase);
        return at < 0 ? [] : [`${file}: …${text.slice(Math.max(0, at - 40), at + 60)}…`];
      }),
    ),
  );

describe("the style of what users read", () => {
  test("string literals of the engine", () => {
    const files = filesIn("engine", (file) => /\.ts$/.test(file) && !/\.(test|d)\.ts$/.test(file));
    expect(found(files, literalsOf)).toEqual([]);
  });

  test("documentation", () => {
    const files = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"].filter((file) =>
      readdirSync(root).includes(file),
    );
    expect(found([...files, ...filesIn("docs", (file) => file.endsWith(".md"))], proseOf)).toEqual([]);
  });

  test("rules and schemas", () => {
    const files = ["rules", "schemas"].flatMap((folder) => filesIn(folder, (file) => file.endsWith(".json")));
    const packs = files.filter((file) => /\.(pack|set|claims|schema)\.json$/.test(file));
    expect(found(packs, (text) => textsIn(JSON.parse(text)))).toEqual([]);
  });

  test.each(phrases)("%s is found where it is planted", (phrase, planted) => {
    expect(phrasesIn(planted)).toContain(phrase.source);
    expect(literalsOf(`const text = ${JSON.stringify(planted)};`).flatMap(phrasesIn)).toContain(phrase.source);
    expect(proseOf(`A page.\n\n${planted}.\n`).flatMap(phrasesIn)).toContain(phrase.source);
    expect(textsIn({ rules: [{ why: planted }] }).flatMap(phrasesIn)).toContain(phrase.source);
  });
});
