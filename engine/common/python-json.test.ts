import { expect, test } from "vitest";
import { readPythonJson } from "./python-json.js";

function read(text: string) {
  const found = readPythonJson(text, "config.json");
  if (!found.ok) throw new Error(found.diagnostics[0]!.message);
  return found.source;
}

test("words for numbers that JSON does not have are those numbers", () => {
  expect(read('{ "time_step_limit": [0.0, Infinity], "least": -Infinity, "none": NaN }').value).toEqual({
    time_step_limit: [0, Infinity],
    least: -Infinity,
    none: NaN,
  });
});

test("in strings and keys they are text", () => {
  expect(read('{ "NaN": "Infinity", "x \\"NaN": "a, NaN", "y": NaN, "\ue000": "\ue000" }').value).toEqual({
    NaN: "Infinity",
    'x "NaN': "a, NaN",
    y: NaN,
    "\ue000": "\ue000",
  });
});

test("places are those of the text", () => {
  expect(read('{ "a": NaN, "b": -Infinity,\n"c": Infinity, "d": 1 }').locate("/d", "key")).toMatchObject({
    line: 2,
    column: 16,
  });
});

test.each(['{ "a": nan }', '{ "a": NaNs }', '{ "a": Infinit }', '{ "a": NaN', '{ "a": NaN NaN }', "{ NaN: 1 }"])(
  "%s is no JSON",
  (text) => {
    expect(readPythonJson(text, null)).toMatchObject({ ok: false, diagnostics: [{ code: "json-syntax" }] });
  },
);
