import { expect, test } from "vitest";
import type { JsonObject } from "../../common/json.js";
import { challenge } from "./challenge.js";

function* numbered(): Generator<JsonObject> {
  for (let number = 1; ; number++) yield { number };
}

/** Takes a while for each document, as a large pack does. */
const showsFrom = (least: number, milliseconds: number) => (document: JsonObject) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  return Number(document.number) >= least;
};

test("a search without a time limit sees as many documents on a slow machine", () => {
  expect(challenge(numbered(), showsFrom(20, 5), { documents: 20 })).toEqual({ number: 20 });
  expect(challenge(numbered(), showsFrom(21, 0), { documents: 20 })).toBeNull();
});

test("a time limit ends a search before all documents", () => {
  expect(challenge(numbered(), showsFrom(50, 5), { documents: 100, milliseconds: 20 })).toBeNull();
});
