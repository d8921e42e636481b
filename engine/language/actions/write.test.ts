import { describe, expect, test } from "vitest";
import type { Alias } from "../../common/engine-adapter.js";
import type { Json, JsonObject } from "../../common/json.js";
import { helpers } from "../../compiler/helpers.js";
import type { Emitter } from "../emitter.js";
import { lend, owns, startEvaluation, type Evaluation } from "./evaluation.js";
import { noteAdded } from "./key-order.js";
import { set } from "./set.js";
import { removePath, targetOf, writePath } from "./write.js";

type Write = (evaluation: Evaluation, value: Json) => boolean;

/** The emitted writer of a path; `generic` is what it calls for what it leaves to `writePath`. */
function emitted(
  path: string,
  alias: Alias | null = null,
  generic = (): never => expect.fail("not written here"),
): Write {
  let writer = "";
  const emitter: Partial<Emitter> = {
    ...{ alias, constant: () => "0", forget: () => "" },
    declare: (text) => ((writer = text), "w"),
  };
  const value = { kind: "constant", at: "", value: 0 } as const;
  set.emit({ kind: "set", at: "", path: path.split("."), value }, "r", emitter as Emitter);
  const write = new Function("h", `return function${writer}`)({ ...helpers, writePath: generic });
  return (evaluation, written) => write(evaluation, written, "r");
}

const written = (path: string): Write => {
  const target = targetOf(path.split("."));
  return (evaluation, value) => writePath(evaluation, target, value, "r");
};

describe.each([
  ["emitted", emitted],
  ["generic", written],
] as const)("a write, %s", (_, writer) => {
  const start = (document: object) => startEvaluation(document as JsonObject, null, false);
  const at = ({ document }: Evaluation, path: string) =>
    path.split(".").reduce((value, name) => (value as JsonObject)[name] as Json, document as Json);

  test("copies the objects on its path, once, and no others", () => {
    const input = { m: { a: { x: 1 }, b: { c: { y: 1 } }, l: {} }, s: {} };
    const before = structuredClone(input);
    const evaluation = start(input);
    expect(writer("m.a.x")(evaluation, 2)).toBe(true);
    const { document } = evaluation;
    const [m, a] = [at(evaluation, "m"), at(evaluation, "m.a")];
    for (const path of ["s", "m.b", "m.l"]) expect(at(evaluation, path)).toBe(at(start(input), path));
    writer("m.a.k")(evaluation, 3);
    writer("m.k")(evaluation, 4);
    writer("m.b.c.y")(evaluation, 5);
    const [b, c] = [at(evaluation, "m.b"), at(evaluation, "m.b.c")];
    writer("m.b.c.z")(evaluation, 6);
    writer("m.b.z")(evaluation, 7);
    writer("t")(evaluation, 8);
    writer("u")(evaluation, 9);
    expect(evaluation.document).toBe(document);
    expect([at(evaluation, "m"), at(evaluation, "m.a")].map((part, index) => part === [m, a][index])).toEqual([
      true,
      true,
    ]);
    expect([at(evaluation, "m.b") === b, at(evaluation, "m.b.c") === c]).toEqual([true, true]);
    expect(evaluation.document).toEqual({
      ...{ m: { a: { x: 2, k: 3 }, b: { c: { y: 5, z: 6 }, z: 7 }, l: {}, k: 4 }, s: {}, t: 8, u: 9 },
    });
    expect(input).toEqual(before);
  });

  test("copies the document once where the first writes are of its own keys", () => {
    const evaluation = start({ m: { a: 1 } });
    writer("t")(evaluation, 1);
    const { document } = evaluation;
    writer("u")(evaluation, 2);
    writer("m.a")(evaluation, 3);
    expect(evaluation.document).toBe(document);
    expect(document).toEqual({ m: { a: 3 }, t: 1, u: 2 });
  });

  test("is in the ledger, with the value before only where there was one", () => {
    const evaluation = start({ m: { a: null } });
    writer("m.a")(evaluation, 1);
    const { document } = evaluation;
    writer("m.b")(evaluation, 2);
    writer("m.b")(evaluation, 2);
    expect(evaluation.document).toBe(document);
    expect(evaluation.changes.map((change) => JSON.stringify(change))).toEqual([
      '{"path":"m.a","before":null,"after":1,"rule":"r"}',
      '{"path":"m.b","after":2,"rule":"r"}',
    ]);
    for (const { path, ...change } of evaluation.changes) expect("before" in change).toBe(path === "m.a");
  });
});

test("after a structure went to the ledger, the next write copies again", () => {
  const evaluation = startEvaluation({ m: { a: { x: 1 }, b: 1 } }, null, false);
  written("m.b")(evaluation, 2);
  const first = evaluation.document;
  written("m.a")(evaluation, 1);
  written("m.b")(evaluation, 3);
  expect(evaluation.document).not.toBe(first);
  const second = evaluation.document;
  removePath(evaluation, targetOf(["m", "a"]), "r");
  written("m.b")(evaluation, 4);
  expect(evaluation.document).toBe(second);
  expect(first).toMatchObject({ m: { a: 1, b: 2 } });
});

test("a part that is lent is copied before the next write if it may change", () => {
  const [own, other, list] = [{}, {}, [{}]];
  const lent = (part: object | null) => {
    const evaluation = startEvaluation({}, null, false);
    evaluation.owned = [own];
    lend(evaluation, part);
    return evaluation.owned.length === 0;
  };
  expect([lent(own), lent(list), lent(other), lent(null)]).toEqual([true, true, false, false]);
  expect([owns([other, own], own), owns([other], own), owns([], own)]).toEqual([true, false, false]);
});

test("a key that is added after all others of its object needs no look at them", () => {
  const evaluation = startEvaluation({}, null, false);
  const noted = (path: string, name: string) => noteAdded(evaluation, path, name);
  expect([noted("m", "b"), noted("m", "c"), noted("n", "a"), noted("m", "d")]).toEqual([true, true, true, true]);
  expect([noted("m", "a"), noted("n", "b"), noted("m", "cc"), noted("m", "e")]).toEqual([false, true, false, true]);
  written("m")(evaluation, {});
  expect([noted("m", "f"), noted("x", "f")]).toEqual([false, false]);
});

describe("an object that has two names", () => {
  const alias: Alias = { section: "m", field: "text", of: "hf", deepest: 2, usualKey: "a" };

  test.each([
    ["m.hf.x", true],
    ["m.hf.a.x", true],
    ["m.hf.x", false],
    ["m.text.x", true],
    ["m.other.x", false],
    ["m.k", false],
    ["n.hf.x", false],
    ["n.text.a.x", false],
  ])("a write to %s, where both are one object or not (%s)", (path, isShared) => {
    const text = { x: 0, a: { x: 0 } };
    const hf = isShared ? text : { ...text };
    const document = { m: { hf, text, other: text, k: 0 }, n: { hf: { x: 0 }, text: { a: { x: 0 } } } };
    const left: number[] = [];
    const generic = (): never => left.push(1) as never;
    emitted(path, alias, generic)(startEvaluation(document, alias, false), 1);
    expect(left.length > 0).toBe(path.startsWith("m.text") || (isShared && path.startsWith("m.hf")));
  });

  const x = () => ({ x: 0, deep: { y: 0 } });
  test.each<[string, string, (text: JsonObject) => object, object]>([
    ["one level down", "m.text.x", (text) => ({ hf: { z: null, n: 1, a: text }, text }), { "hf.a.x": 1, "text.x": 1 }],
    [
      "at the deepest place",
      "m.hf.a.b.x",
      (text) => ({ hf: { a: { b: text } }, text }),
      { "hf.a.b.x": 1, "text.x": 1 },
    ],
    ["from the deepest", "m.text.x", (text) => ({ hf: { a: { b: text } }, text }), { "hf.a.b.x": 1, "text.x": 1 }],
    ["too deep", "m.hf.a.b.c.x", (text) => ({ hf: { a: { b: { c: text } } }, text }), { "hf.a.b.c.x": 1, "text.x": 0 }],
    [
      "too deep from there",
      "m.text.x",
      (text) => ({ hf: { a: { b: { c: text } } }, text }),
      { "hf.a.b.c.x": 0, "text.x": 1 },
    ],
    [
      "under a third name",
      "m.other.x",
      (text) => ({ hf: { a: text }, text: {}, other: text }),
      { "hf.a.x": 0, "other.x": 1 },
    ],
    [
      "with a part elsewhere",
      "m.text.deep.y",
      (text) => ({ hf: { a: text, z: text["deep"] }, text }),
      { "hf.a.deep.y": 1, "hf.z.y": 0 },
    ],
    ["without the other", "m.text.x", (text) => ({ text }), { "text.x": 1 }],
    ["in another section", "n.hf.x", () => ({}), {}],
  ])("%s", (_, path, around, expected) => {
    const evaluation = startEvaluation({ m: around(x()), n: { hf: x() } } as unknown as JsonObject, alias, false);
    expect(written(path)(evaluation, 1)).toBe(true);
    const found = Object.keys(expected).map((name) => [
      name,
      name.split(".").reduce((value: any, key) => value[key], evaluation.document["m"]),
    ]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  test("where its section is absent", () => {
    const evaluation = startEvaluation({ n: { hf: { x: 0 } } }, alias, false);
    expect(written("n.hf.x")(evaluation, 1)).toBe(true);
    expect(evaluation.document).toEqual({ n: { hf: { x: 1 } } });
  });
});
