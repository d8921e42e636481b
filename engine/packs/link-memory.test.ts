import { expect, test } from "vitest";
import { LinkMemory } from "./link-memory.js";

test("what is found in a file is kept for its latest versions", () => {
  const memory = new LinkMemory();
  const found: string[] = [];
  const read = (file: string, content: string) =>
    memory.ofFile(file, content, "read", () => {
      found.push(`${file} ${content}`);
      return content;
    });
  for (const content of ["1", "1", "2", "3", "4", "1"]) read("a", content);
  expect(found).toEqual(["a 1", "a 2", "a 3", "a 4"]);
  read("a", "5");
  read("a", "1");
  expect(found.slice(4)).toEqual(["a 5", "a 1"]);
  for (let index = 0; index < 5000; index++) read(`b${index}`, "1");
  found.length = 0;
  for (const file of ["b4999", "b0"]) read(file, "1");
  expect(found).toEqual(["b0 1"]);
});

test("what is found in a part counts only in the same surroundings, of which the latest are kept", () => {
  const memory = new LinkMemory();
  const part = {};
  let found = 0;
  const check = (surroundings: string) => memory.partsIn(surroundings).ofPart(part, "check", () => ++found);
  expect([check("a"), check("a"), check("b"), check("a")]).toEqual([1, 1, 2, 1]);
  for (const other of ["c", "d", "e"]) check(other);
  expect([check("a"), check("b")]).toEqual([1, 6]);
});
