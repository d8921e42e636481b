import { expect, test } from "vitest";
import { timeLeft } from "./time-left.js";

test.each([
  ["too early to tell", 1, 0.5, ""],
  ["nothing is done yet", 10, 0, ""],
  ["what is done is unknown", 10, undefined, ""],
  ["nothing is left", 10, 1, ""],
  ["seconds", 10, 0.25, ", about 30 s left"],
  ["never less than one second", 100, 0.9999, ", about 1 s left"],
  ["minutes", 60, 0.25, ", about 3 min left"],
])("%s", (_, seconds, done, text) => {
  expect(timeLeft(seconds, done)).toBe(text);
});
