import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonOf, parsePython } from "./python-value.js";

function json(text: string): unknown {
  const parsed = parsePython(text);
  if (!parsed.ok) throw new Error(`expected ${parsed.expected} at ${parsed.at}`);
  expect(parsed.end).toBe(text.length);
  return jsonOf(parsed.value);
}

test.each([
  ["None", null],
  ["True", true],
  ["-3", -3],
  ["1e-05", 1e-5],
  ["inf", Infinity],
  ["'it\\'s \\x41\\u00e9\\n'", "it's Aé\n"],
  [`"it's"`, "it's"],
  ["[1, 'a', (2,), ()]", [1, "a", [2], []]],
  ["{'a': None, 1: [True]}", { a: null, 1: [true] }],
  ["{'x', 'y'}", ["x", "y"]],
  ["set()", []],
  ["<CompilationMode.VLLM_COMPILE: 3>", "VLLM_COMPILE"],
  ["<CUDAGraphMode.FULL_AND_PIECEWISE: (2, 1)>", "FULL_AND_PIECEWISE"],
  ["torch.bfloat16", "bfloat16"],
  ["PosixPath('/models/a')", "/models/a"],
  ["Pooler(task=None, dims=[1], of=Inner(a='b'))", { task: null, dims: [1], of: { a: "b" } }],
  ["{'pass': <function f.<locals>.g at 0x7f>, 'n': 1}", { n: 1 }],
  ["[1, <object object at 0x7f>]", undefined],
  ["{'__proto__': 1}", {}],
])("%s", (text, value) => {
  expect(json(text)).toEqual(value);
});

test.each([
  ["[1, 2", 5, "`,` or `]`"],
  ["'abc", 4, "a closing '"],
  ["<A.B: 3", 0, "a closing `>`"],
  ["{'a' 1}", 5, "`,` or `}`"],
  ["'\\xzz'", 3, "2 hexadecimal digits"],
  ["{'a', 'b': 1}", 13, "all entries of a dict to have keys"],
])("%s is refused with its place", (text, at, expected) => {
  expect(parsePython(text)).toEqual({ ok: false, at, expected });
});

test("deep and long values neither exhaust the stack nor take long", () => {
  expect(parsePython("[".repeat(100_000))).toMatchObject({ ok: false, expected: "no more than 64 levels" });
  expect(parsePython("<A.B: ".repeat(100_000))).toMatchObject({ ok: false });
  const start = performance.now();
  expect(parsePython(`[${"'a', ".repeat(200_000)}]`).ok).toBe(true);
  expect(performance.now() - start).toBeLessThan(2000);
});

/** Renders a value as Python does. */
function repr(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string")
    return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (typeof value !== "object") return String(value);
  return `{${Object.entries(value)
    .map(([key, entry]) => `${repr(key)}: ${repr(entry)}`)
    .join(", ")}}`;
}

test("what Python prints is read as the value that it was", () => {
  const key = fc.string().filter((text) => text !== "__proto__");
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, false),
      fc.integer(),
      fc.string(),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (given) => {
      expect(json(repr(given))).toEqual(given);
    }),
  );
});

test("no text throws", () => {
  const part = fc.constantFrom(
    "'",
    '"',
    "\\",
    "<",
    ">",
    "(",
    ")",
    "[",
    "{",
    "}",
    ":",
    ",",
    "=",
    " ",
    "a",
    "A.b",
    "1",
    "None",
  );
  fc.assert(fc.property(fc.array(part), (parts) => void parsePython(parts.join(""))));
});
