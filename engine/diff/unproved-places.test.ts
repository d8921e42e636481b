import { expect, test } from "vitest";
import { byPlaces } from "./unproved-places.js";

const place = { reason: "`*` has too many cases", file: "a.pack.json", line: 3 };
const [field, log] = [
  { kind: "field", name: "a" },
  { kind: "log", name: "b" },
] as const;

test("a place is told once with all that it leaves undecided", () => {
  expect(
    byPlaces([
      { ...place, aspects: [field] },
      { ...place, aspects: [log, field] },
      { ...place, line: 4, aspects: [log] },
    ]),
  ).toEqual([
    { ...place, aspects: [field, log] },
    { ...place, line: 4, aspects: [log] },
  ]);
});

test("what holds for everything is not taken for one thing", () => {
  expect(
    byPlaces([
      { ...place, aspects: [] },
      { ...place, aspects: [field] },
      { ...place, aspects: [] },
    ]),
  ).toEqual([
    { ...place, aspects: [] },
    { ...place, aspects: [field] },
  ]);
});
