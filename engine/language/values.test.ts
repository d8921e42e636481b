import { expect, test } from "vitest";
import { itemAt, must } from "../common/must.js";
import type { Json, JsonObject } from "../common/json.js";
import { readPath } from "../common/path.js";
import { literal, type Emitter } from "./emitter.js";
import { parseExpression } from "./expression/parse-expression.js";
import { runtime } from "./expression/runtime.js";
import type { ValueNode } from "./node.js";
import { compileValue, emitValue } from "./values.js";

const at = "/facts/f";
const fact = (text: string, kind: "fact" | "computed" = "fact"): ValueNode => {
  const parsed = parseExpression(text);
  return { kind, at, text, expression: must(parsed.ok ? parsed.node : null, text) };
};
const path = (text: string): ValueNode => ({ kind: "path", at, text, path: text.split(".") });

/** Runs emitted code, where a value that is recalled has not been read before. */
function emitted(node: ValueNode): (document: Json) => unknown {
  const [constants, functions]: [unknown[], string[]] = [[], []];
  const emitter = {
    constant: (value: unknown) => `k[${constants.push(value) - 1}]`,
    declare: (text: string) => `f${functions.push(text) - 1}`,
    recall: (_: ValueNode, source: string, quick: string | null) =>
      quick === null || quick === source ? source : `((v)=>v===undefined?${source}:v)(${quick})`,
  } as Partial<Emitter> as Emitter;
  const value = emitValue(node, emitter);
  const code = `${functions.map((text, index) => `function f${index}${text}`).join("")}return (d)=>${value}`;
  return new Function("k", "x", "h", code)(constants, runtime, { readPath });
}

const outcome = (run: () => unknown) => {
  try {
    return { value: run() };
  } catch (error) {
    return { code: (error as { code?: string }).code ?? String(error) };
  }
};

/** An object with fields, and what may stand in its place. */
const instead = (object: Json): readonly Json[] => [
  ...[object, [object], [object, object], [[object]], [], null, "text", 7, {}, [null, object]],
];
const leaf = (text: string): Json => ({
  x: text,
  y: [1, 2],
  z: null,
  length: 5,
  at: "own",
  "a-b": "dash",
  _1: { x: 1 },
});
const documents: readonly Json[] = [
  {},
  { t: { y: "t" } },
  ...instead(leaf("in s")).map((s) => ({ s, t: { y: "t" } })),
  ...instead(leaf("in p")).map((p) => ({ s: { p, r: { y: "r" } }, t: { y: "t" } })),
  ...instead({ p: leaf("in p of one of s") }).map((s) => ({ s })),
  ...instead(leaf("in q")).map((q) => ({ s: { p: { q } } })),
  ...instead({ q: leaf("in q of one of p") }).map((p) => ({ s: { p } })),
  ...instead({ p: { q: leaf("deep in one of s") } }).map((s) => ({ s })),
  ...instead({ q: { r: leaf("in r") } }).map((p) => ({ s: [{ p }] })),
  ...instead({ r: leaf("in r") }).map((q) => ({ s: { p: { q } } })),
];

test.each([
  ...[
    "s",
    "s.x",
    "s.p.x",
    "s.p.q.x",
    "s.p.q.r.x",
    "s.length",
    "s.p.length",
    "s.p.at",
    "s.`a-b`",
    "s.p.`a-b`",
    "s._1.x",
  ],
  ...[
    "s.x & s.y",
    "s.p.x & s.p.y",
    "s.p.q.x & s.p.q.y",
    "s.p.q.r.x & s.p.q.r.y",
    "s.x & t.y",
    "s.p.x & t.y",
    "t.y & s.p.x",
  ],
  ...[
    "s.p.x & s.r.y",
    "s.p & s.p.x",
    "s.p.x & s.p",
    "s & s.x",
    "s.p.q & s.p.q.x",
    "s.p.q.x & s.p.x",
    "s.p.x & s.p.q.x",
  ],
  ...["s.p.length & s.p.x", "s.p.x & s.p.at", "s.p.`a-b` & s.p.x", "s.length.x & s.length.y", "s.at.x & s.at.y & s.x"],
  ...[
    "$count(s.p.x) + $count(s.p.y)",
    "s.p.q.x ? s.p.q.y : s.p.q.z",
    "s.p.q.x ?? s.p.q.y",
    "$count(s.p.q.y)",
    "(s.p).x",
  ],
  ...[
    "s.p.q.x = 'in q' and s.p.q.y",
    "[s.p.q.x, s.p.q.y, s.p.q.z]",
    "s.p[x = 'in p'].y & s.p.x",
    "1",
    "'a' & 1",
    "$",
    "$.s.x",
  ],
])("emitted code gives what the closure gives, wherever an array stands: %s", (text) => {
  const node = fact(text);
  const [run, compiled] = [emitted(node), compileValue(node)];
  for (const document of documents)
    expect([document, outcome(() => run(document))]).toEqual([document, outcome(() => compiled(document))]);
});

test.each([
  "s",
  "s.x",
  "s.p.x",
  "s.p.q.r.x",
  "s.length",
  "s.p.0",
  "s.0.x",
  "s.p.at",
  "s.p.a-b",
  "s._1.x",
  "s.toString",
])("a path is read as it is, without arrays: %s", (text) => {
  const [run, compiled] = [emitted(path(text)), compileValue(path(text))];
  for (const document of documents) {
    const expected = readPath(document, text.split("."));
    expect([document, run(document), compiled(document)]).toEqual([document, expected, expected]);
  }
});

/** An object whose objects note the keys that are read, and with `own ` those that are first asked for. */
function noting(value: Json, noted: string[]): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return new Proxy(value, {
    get(target, key: string) {
      noted.push(key);
      return noting((target as JsonObject)[key] as Json, noted);
    },
    getOwnPropertyDescriptor(target, key: string) {
      noted.push(`own ${key}`);
      return Object.getOwnPropertyDescriptor(target, key);
    },
  });
}

test.each<[string, readonly string[]]>([
  ["size", ["size"]],
  ["model.size", ["model", "size"]],
  ["model.text_config.size", ["model", "text_config", "size"]],
  ["model.size + model.text_config.size", ["model", "size", "model", "text_config", "size"]],
  ["model.length", ["own model", "model", "own length", "length"]],
])("keys that only the document can have are read at once: %s", (text, expected) => {
  const document = { size: 1, model: { size: 2, length: 3, text_config: { size: 4 } } };
  const parts = text.includes("+") ? [fact(text)] : [fact(text), fact(text, "computed"), path(text)];
  for (const node of parts) {
    const noted: string[] = [];
    expect(emitted(node)(noting(document, noted))).toEqual(compileValue(node)(document));
    expect(noted).toEqual(expected);
  }
});

test("a plain path can be read without an error, an expression not", () => {
  const quickOf = (node: ValueNode) => {
    let found: string | null = null;
    const recall: Emitter["recall"] = (_, source, quick) => {
      found = quick;
      return source;
    };
    emitValue(node, { declare: () => "f", constant: () => "k", recall } as Partial<Emitter> as Emitter);
    return found;
  };
  expect([path("s.p.x"), fact("s.p.x"), fact("(s.p).x")].map(quickOf)).toEqual(["d.s?.p?.x", "d.s?.p?.x", null]);
  expect([fact("s.`a-b`"), fact("s.length"), fact("s.x + 1")].map(quickOf)).toEqual([null, null, null]);
});

test("a constant is itself", () => {
  for (const value of [1, "a", null, { a: [1] }]) {
    const node: ValueNode = { kind: "constant", at, value };
    expect([emitted(node)({}), compileValue(node)({})]).toEqual([value, value]);
  }
  const numbers = [0, -0, 1.5, -1];
  expect(new Function(`return [${numbers.map(literal).join()}]`)()).toStrictEqual(numbers);
  expect(itemAt(documents, 0)).toEqual({});
});
