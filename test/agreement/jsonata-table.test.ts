import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Json } from "../../engine/common/json.js";
import { parseExpression } from "../../engine/language/expression/parse-expression.js";
import { readsOf } from "../../engine/language/expression/static.js";
import { canonical, ofAnyOrder, runClosures, runEmitted, runSortedJsonata } from "./jsonata-outcome.js";

const everything: Json = {
  a: { b: { c: 1, d: [1, 2, 3], e: [[1, 2], [3]], f: [] }, n: null, s: "text", z: 0, t: true, g: false },
  list: [
    { id: 1, tags: ["x", "y"], in: { k: "a" } },
    { id: 2, tags: [], in: [{ k: "b" }, { k: "c" }] },
    { id: 3, tags: ["z"], in: { l: 1 } },
    { tags: "w" },
  ],
  one: [{ id: 9, tags: ["v"] }],
  nested: [[{ v: 1 }, { v: 2 }], [{ v: 3 }]],
  empty: [],
  none: {},
  numbers: [3, 1, 2, 1],
  words: ["b", "a", "c", "a"],
  mixed: [1, "a", null, true, [1], { a: 1 }],
  position: 1,
  same: [{ p: 1, q: [1] }, { q: [1], p: 1 }, { p: 1 }],
  text: "  a  b\t\n c ",
  lists: [[{ l: [[{ x: 1 }, { x: 2 }]] }]],
  deep: [[[{ l: [[{ x: 1 }, { x: 2 }]] }]]],
  accents: "añ😀b",
  csv: "a,b,,c",
};

/** Expressions by subject; three blanks separate those of a line. jsonata itself says what each gives. */
const subjects = readFileSync(path.join(import.meta.dirname, "jsonata-table.txt"), "utf8")
  .split(/^# /m)
  .slice(1)
  .map((part) => {
    const [subject = "", ...lines] = part.trim().split("\n");
    return { subject, expressions: lines.flatMap((line) => line.split("   ")) };
  });

async function agree(text: string, document: Json): Promise<void> {
  const parsed = parseExpression(text);
  if (!parsed.ok) return expect.fail(`${text}: ${parsed.message}`);
  const closed = runClosures(parsed.node, document);
  expect([text, runEmitted(parsed.node, document)]).toEqual([text, closed]);
  const sorted = JSON.parse(canonical(document) ?? "null") as Json;
  expect([text, ofAnyOrder(closed)]).toEqual([text, ofAnyOrder(await runSortedJsonata(text, sorted))]);
}

test.each(subjects)("$subject give jsonata's answer, as closures and as code", async ({ expressions }) => {
  for (const text of expressions) await agree(text, everything);
});

/** A document without what is not at one of the paths or below. */
function only(value: Json, paths: readonly (readonly string[])[]): Json {
  if (typeof value !== "object" || value === null || paths.some(({ length }) => length === 0)) return value;
  if (Array.isArray(value)) return value.map((item) => only(item, paths));
  const below = (key: string) => paths.filter(([first]) => first === key).map((path) => path.slice(1));
  const kept = Object.entries(value).filter(([key]) => below(key).length > 0);
  return Object.fromEntries(kept.map(([key, inner]) => [key, only(inner, below(key))]));
}

test.each(subjects)("$subject depend on nothing but what static analysis says that they read", ({ expressions }) => {
  for (const text of expressions) {
    const parsed = parseExpression(text);
    if (!parsed.ok) return expect.fail(text);
    const { node } = parsed;
    expect([text, runClosures(node, only(everything, readsOf(node)))]).toEqual([text, runClosures(node, everything)]);
  }
});

test("a document that is no object gives jsonata's answer, too", async () => {
  const documents: readonly Json[] = [[], [1], [[1, 2]], [{ a: 1 }, { a: [2, 3] }], "text", 5, null, true];
  const expressions =
    "$ $$ a a.b $[0] $[a=1] $.a $count($) $type($) [$] $[] a[] $$.a $$[0] 1 [1] $string($) 1+2 (1).(2) [1].(2) {'x':1} {'x':$} {'x':1}.x $sum([1,2]) [1,2][$>1]".split(
      " ",
    );
  for (const document of documents) for (const text of expressions) await agree(text, document);
});
