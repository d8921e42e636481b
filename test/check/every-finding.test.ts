import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../engine/base/diagnostic.js";
import { readJson } from "../../engine/base/read-json.js";
import { parseExpression } from "../../engine/lang/expression/parse-expression.js";
import { checkDocument } from "../../engine/program/check-document.js";
import { loadProgram } from "../../engine/program/load-program.js";
import { isLong } from "../long.js";

/** Whatever is wrong with a file, each finding says what to do, and where: in the file, at a line and a column that it has. */
const folder = path.resolve(import.meta.dirname, "../../rules");
const shipped = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.(?:pack|cases|claims|set)\.json$/.test(file));
const texts = new Map(shipped.map((file) => [file, readFileSync(path.join(folder, file), "utf8")]));

/** Strings in place of others: the language's own words where they do not belong, and mistakes of every kind. */
const strings = [
  "", "x", "$", "a b", "__proto__", "constructor", "toString", "cache_config.block_size", "cache_config.blok", "vllm/gemma4", "vllm/gemma5", "acme/x", "equal", "everyFact:equal", "greaterThan", "in",
  "isSet", ">=0.1", ">=banana", "2020-02-30", "vllm@0.1", "{x", "{x}", "{cache_config.x}", "1", "cache_config", "info", "vllm_config", "model_config", "\u0000", "r".repeat(300),
];

/** Pieces in place of others in an expression. */
const pieces = ["$now()", "$pad(1)", "$sum(1,2,3)", "$length()", "$qqqqqqqqqqqq(1)", "$x", "$sum", "a b", "1 +", "(", ")", "{", "}", "[", "[1..x]", "/a/", "function($x){$x}", "\\\\q", "'", "~>", "**", "*", "%", "@$b", "#$i", "^(a)", ":=", "??", "1e999", "&", ".", "~", "!"];

/** JSON, and what is none, in place of a word of it. */
const others = ["{}", "[]", "null", "true", "1e999", "-1", "1.5", '"x"', '{ "$same": "x" }', '{ "fact": 1 }', '{ "condition": "x" }', "'", "//", ",", ":", "}", "]", "[".repeat(1100), '{"a":'.repeat(1100)];

type Edit = { readonly at: number; readonly put: (token: string) => string };
const put = <Word extends string>(words: readonly Word[], how: (word: Word, token: string) => string) => fc.constantFrom(...words).map((word): Edit["put"] => (token) => how(word, token));
const edits = fc.array(
  fc.record({
    at: fc.noBias(fc.nat()),
    put: fc.oneof(
      { weight: 6, arbitrary: put(strings, (word, token) => (token.startsWith('"') ? JSON.stringify(word) : token)) },
      { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...pieces), fc.nat()).map(([piece, index]): Edit["put"] => (token) => (token.startsWith('"') ? withPiece(token, piece, index) : token)) },
      { weight: 1, arbitrary: put(others, (word) => word) },
      { weight: 1, arbitrary: put(others, (word, token) => `${word} ${token}`) },
      { weight: 1, arbitrary: put(["", " "], (blank, token) => (blank === "" ? "" : `${token} ${token}`)) },
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

/** A string with a piece in place of one of its words or signs. */
function withPiece(token: string, piece: string, index: number): string {
  const parts = token.slice(1, -1).split(/(\w+|\W)/).filter((part) => part !== "");
  return `"${parts.map((part, place) => (place === index % parts.length ? piece : part)).join("")}"`;
}

function broken(text: string, changes: readonly Edit[]): string {
  return changes.reduce((now, { at, put }) => {
    const all = [...now.matchAll(/"(?:[^"\\]|\\.)*"|[\w.+-]+|[{}[\]:,]/g)];
    const { 0: token, index } = all[at % all.length]!;
    return now.slice(0, index) + put(token) + now.slice(index + token.length);
  }, text);
}

function expectWhole(found: Diagnostic, textOf: (file: string) => string | undefined): void {
  expect(found.hint, found.message).toMatch(/\S/);
  expect(found.file, found.message).not.toBeNull();
  const lines = textOf(found.file!)!.replace(/^\ufeff/, "").split("\n");
  expect(found.line, found.message).toBeGreaterThanOrEqual(1);
  expect(found.column, found.message).toBeGreaterThanOrEqual(1);
  expect(found.line, found.message).toBeLessThanOrEqual(lines.length);
  expect(found.column, found.message).toBeLessThanOrEqual(lines[found.line! - 1]!.length + 1);
}

const numRuns = isLong ? 5000 : 150;
const timeout = isLong ? 900_000 : 60_000;
/** Packs with what they include and what stands beside them; all files would take long to read again and again. */
const some = shipped.filter((file) => /vllm\/(?:vllm\.set|(?:mamba|qwen3-5|qwen3-5-text|hybrid-attention-mamba|sequence-classification)\.\w+)\.json$/.test(file));

test("each finding about a rule file has a hint and a place", { timeout }, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...some), edits, async (file, changes) => {
      const files = Object.fromEntries(some.map((name) => [name, texts.get(name)!]));
      files[file] = broken(files[file]!, changes);
      const { diagnostics } = await loadProgram({ set: "vllm", files, thorough: true });
      // That the set which a caller names is nowhere is not about a file.
      for (const found of diagnostics) {
        seen.add(found.code);
        if (found.file !== null || found.code !== "unknown-set") expectWhole(found, (name) => files[name]);
      }
    }),
    { numRuns },
  );
  expect(seen.size).toBeGreaterThan(8);
});

test("each refused expression has a hint and a place", { timeout }, () => {
  const expressions = [...texts].flatMap(([file, text]) => (file.endsWith(".pack.json") ? [...text.matchAll(/"jsonata": "((?:[^"\\]|\\.)*)"/g)].map((found) => found[1]!) : []));
  const own = ["$substring(model_config.model, 1, 2) & 'x'", "$sum([1, 2])", "a ? b : c ?? d", "items[size > 1].name", "{ 'a': [1..3] }"];
  const change = fc.tuple(fc.constantFrom(...pieces), fc.noBias(fc.nat()));
  fc.assert(
    fc.property(fc.constantFrom(...own, ...expressions), fc.array(change, { minLength: 1, maxLength: 3 }), (expression, changes) => {
      const text = changes.reduce((now, [piece, index]) => withPiece(`"${now}"`, piece, index).slice(1, -1), expression);
      const parsed = parseExpression(text);
      if (parsed.ok) return;
      expect(parsed.hint, text).toMatch(/\S/);
      expect(parsed.offset, text).toBeGreaterThanOrEqual(0);
      expect(parsed.offset, text).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: numRuns * 10 },
  );
});

test("each finding about a document has a hint and a place", { timeout }, () => {
  const documents = shipped.filter((file) => file.endsWith(".cases.json")).flatMap((file) => (JSON.parse(texts.get(file)!) as { cases: { document: object }[] }).cases.slice(0, 2).map(({ document }) => JSON.stringify(document, null, 1)));
  fc.assert(
    fc.property(fc.constantFrom(...documents), edits, (document, changes) => {
      const text = broken(document, changes);
      const read = readJson(text, "document.json");
      for (const found of read.ok ? checkDocument(read.source) : read.diagnostics) expectWhole(found, () => text);
    }),
    { numRuns },
  );
});
