import { expect, test } from "vitest";
import { readConfigText } from "../files/read-config-file.js";
import { readRecipe } from "./read-recipe.js";

test("a key that stands twice is told at its second place, at any depth", () => {
  expect(readConfigText("a: 1\nb:\n  c: 1\n  c: 2\n", "c.yaml").diagnostics).toMatchObject([
    { code: "yaml-syntax", line: 4, column: 3 },
  ]);
  expect(readRecipe("a: 1\na: 2\n", {}, "r.yaml").diagnostics).toMatchObject([
    { code: "yaml-syntax", line: 2, column: 1 },
  ]);
  expect(readConfigText("a: 1\nb: [{ a: 1 }, { a: 2 }]\n", "c.yaml").diagnostics).toEqual([]);
});

test("reading takes time in proportion to the number of keys", () => {
  const text = Array.from({ length: 40_000 }, (_, index) => `key-${index}: ${index}.0`).join("\n");
  const start = process.cpuUsage().user;
  expect(readConfigText(text, "c.yaml").words).toHaveLength(80_000);
  expect(process.cpuUsage().user - start).toBeLessThan(5_000_000);
});

test("what would take minutes is refused", () => {
  const keys = Array.from({ length: 1_000_000 }, (_, index) => `key-${index}: ${index}`);
  const start = process.cpuUsage().user;
  for (const text of [keys.join("\n"), `a: { ${keys.join(", ")} }`])
    expect(readConfigText(text, "c.yaml").diagnostics).toMatchObject([{ code: "file-too-large" }]);
  expect(process.cpuUsage().user - start).toBeLessThan(5_000_000);
});
