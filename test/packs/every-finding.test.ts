import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../engine/common/diagnostic.js";
import { readJson } from "../../engine/common/read-json.js";
import { parseExpression } from "../../engine/language/expression/parse-expression.js";
import { checkDocument } from "../../engine/vllm/documents.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { isLong } from "../long.js";
import { broken, edits, pieces, withPiece } from "./break-text.js";

/**
 * Whatever is wrong with a file, each finding says what to do, and where: in the file, at a line and a column that it
 * has.
 */
const folder = path.resolve(import.meta.dirname, "../../rules");
const shipped = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
  /\.(?:pack|cases|claims|set)\.json$/.test(file),
);
const texts = new Map(shipped.map((file) => [file, readFileSync(path.join(folder, file), "utf8")]));

function expectWhole(found: Diagnostic, textOf: (file: string) => string | undefined): void {
  expect(found.hint, found.message).toMatch(/\S/);
  expect(found.file, found.message).not.toBeNull();
  const lines = textOf(found.file!)!
    .replace(/^\ufeff/, "")
    .split("\n");
  expect(found.line, found.message).toBeGreaterThanOrEqual(1);
  expect(found.column, found.message).toBeGreaterThanOrEqual(1);
  expect(found.line, found.message).toBeLessThanOrEqual(lines.length);
  expect(found.column, found.message).toBeLessThanOrEqual(lines[found.line! - 1]!.length + 1);
}

const numRuns = isLong ? 5000 : 150;
const timeout = isLong ? 900_000 : 60_000;
/** Packs with what they include and what stands beside them; all files would take long to read again and again. */
const some = shipped.filter((file) =>
  /vllm\/(?:vllm\.set|(?:mamba|qwen3-5|qwen3-5-text|hybrid-attention-mamba|sequence-classification)\.\w+)\.json$/.test(
    file,
  ),
);

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
  const expressions = [...texts].flatMap(([file, text]) =>
    file.endsWith(".pack.json") ? [...text.matchAll(/"jsonata": "((?:[^"\\]|\\.)*)"/g)].map((found) => found[1]!) : [],
  );
  const own = [
    "$substring(model_config.model, 1, 2) & 'x'",
    "$sum([1, 2])",
    "a ? b : c ?? d",
    "items[size > 1].name",
    "{ 'a': [1..3] }",
  ];
  const change = fc.tuple(fc.constantFrom(...pieces), fc.noBias(fc.nat()));
  fc.assert(
    fc.property(
      fc.constantFrom(...own, ...expressions),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      (expression, changes) => {
        const text = changes.reduce(
          (now, [piece, index]) => withPiece(`"${now}"`, piece, index).slice(1, -1),
          expression,
        );
        const parsed = parseExpression(text);
        if (parsed.ok) return;
        expect(parsed.hint, text).toMatch(/\S/);
        expect(parsed.offset, text).toBeGreaterThanOrEqual(0);
        expect(parsed.offset, text).toBeLessThanOrEqual(text.length);
      },
    ),
    { numRuns: numRuns * 10 },
  );
});

test("each finding about a document has a hint and a place", { timeout }, () => {
  const documents = shipped
    .filter((file) => file.endsWith(".cases.json"))
    .flatMap((file) =>
      (JSON.parse(texts.get(file)!) as { cases: { document: object }[] }).cases
        .slice(0, 2)
        .map(({ document }) => JSON.stringify(document, null, 1)),
    );
  fc.assert(
    fc.property(fc.constantFrom(...documents), edits, (document, changes) => {
      const text = broken(document, changes);
      const read = readJson(text, "document.json");
      for (const found of read.ok ? checkDocument(read.source) : read.diagnostics) expectWhole(found, () => text);
    }),
    { numRuns },
  );
});
