import { describe, expect, it } from "vitest";
import type { Json, MaybeJson } from "../../common/json.js";
import { compileExpression } from "./closures.js";
import { emitExpression } from "./emit.js";
import { ExpressionError } from "./expression-error.js";
import { parseExpression } from "./parse-expression.js";
import { runtime } from "./runtime.js";

type Run = (document: Json) => MaybeJson;

function closed(text: string): Run {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return compileExpression(parsed.node);
}

function emitted(text: string): Run {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.message);
  const code = emitExpression(parsed.node, { root: "document", rt: "rt" });
  const run = new Function("document", "rt", `"use strict";return ${code}`) as (
    document: Json,
    rt: typeof runtime,
  ) => MaybeJson;
  return (document) => run(document, runtime);
}

function errorOf(run: () => unknown): ExpressionError {
  try {
    run();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe.each([
  ["closures", closed],
  ["generated code", emitted],
])("%s", (_, make) => {
  const run = (text: string, document: Json = {}): MaybeJson => make(text)(document);

  it("tells absent from null", () => {
    expect(run("a.b", { a: {} })).toBeUndefined();
    expect(run("a.b", { a: { b: null } })).toBeNull();
    expect(run("a.b ?? 1", { a: { b: null } })).toBeNull();
    expect(run("a.b ?: 1", { a: { b: null } })).toBe(1);
    expect(run("a.b = null", { a: {} })).toBe(false);
  });

  it("reads own keys only", () => {
    const document = Object.create({ inherited: 1 }) as Json;
    expect(run("inherited", document)).toBeUndefined();
    expect(run("$lookup($, 'inherited')", document)).toBeUndefined();
    expect(run("length", "abc")).toBeUndefined();
  });

  it("refuses a computed key that reaches a prototype", () => {
    const own = JSON.parse('{"k": "__proto__", "o": {"__proto__": {"polluted": 1}}}') as Json;
    for (const text of ["$lookup($, k)", '{k: {"polluted": 1}}', "$merge([o])", "$spread(o)"]) {
      expect(errorOf(() => run(text, own)).code, text).toBe("forbidden-key");
    }
    expect(errorOf(() => run('{"con" & "structor": 1}')).code).toBe("forbidden-key");
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("gives plain arrays, without marks of any kind", () => {
    const document = { a: [{ b: [1] }, { b: [2, 3] }] };
    for (const text of ["a.b", '{"x": a.b, "y": [[a.b]]}', "a.[b]", "$keys(a[0])[]", "$append(a.b, 4)"]) {
      const result = run(text, document);
      expect(JSON.parse(JSON.stringify(result)), text).toStrictEqual(result);
      expect(
        JSON.stringify(result, (__, value: unknown) => {
          if (Array.isArray(value)) expect(Object.getOwnPropertySymbols(value)).toEqual([]);
          return value;
        }),
      ).toBeTypeOf("string");
    }
  });

  it("leaves a frozen document as it is", () => {
    const document = Object.freeze({ a: Object.freeze([Object.freeze([]), Object.freeze([3, 1])]) }) as Json;
    expect(run("$sort(a[1])", document)).toEqual([1, 3]);
    expect(run("a[1][]", document)).toEqual([3, 1]);
    expect(run("$reverse(a[1])", document)).toEqual([1, 3]);
  });

  it("ends work that grows without bounds", () => {
    const growing = [
      "$pad('a', 1000000000)",
      `$${".[$,$]".repeat(60)}`,
      `$${'.{"a":$,"b":$}'.repeat(60)}`,
      `$string($${'.{"a":$,"b":$}'.repeat(60)})`,
      `$${".($&$)".repeat(60)}`,
      `[1..1000]${".[1..1000]".repeat(10)}`,
      `([1..1000].([1..1000].(1)))[$ in [1..1000]]`,
      `$replace("${"a".repeat(4000)}", "a", "${"b".repeat(1000)}")`,
      `($${'.{"a":$,"b":$}'.repeat(60)}) = ($${'.{"a":$,"b":$}'.repeat(60)})`,
    ];
    for (const text of growing)
      expect(
        errorOf(() => run(text)),
        text.slice(0, 60),
      ).toMatchObject({ code: "limit", kind: "limit" });
  });

  it("counts the work of one evaluation only", () => {
    const search = make("$count(a[$ in $$.a])");
    const document = { a: Array.from({ length: 500 }, (__, index) => index) };
    for (let count = 0; count < 20; count++) expect(search(document)).toBe(500);
  });

  it("stops at numbers that JSON cannot hold", () => {
    for (const text of ["1 / 0", "0 / 0", "1e308 * 10", "-1e308 - 1e308", "5 % 0", "$sum([1e308, 1e308])"]) {
      expect(
        errorOf(() => run(text)),
        text,
      ).toMatchObject({ code: "D1001", kind: "limit" });
    }
    expect(Object.is(run("0 * -1"), 0)).toBe(true);
    expect(Object.is(run("-a", { a: 0 }), 0)).toBe(true);
  });

  it("says what is wrong with a value", () => {
    expect(errorOf(() => run("a + 1", { a: "x" }))).toMatchObject({
      code: "T2001",
      kind: "type",
      message: 'the left side of `+` must be a number, not `"x"`',
    });
    expect(errorOf(() => run("1 < a", { a: true })).code).toBe("T2010");
    expect(errorOf(() => run("1 < a", { a: "x" })).code).toBe("T2009");
    expect(errorOf(() => run("$length(a)", { a: 1 })).message).toBe(
      "argument 1 of `$length` must be a string, not `1`",
    );
    expect(errorOf(() => run("a.$length()", { a: 1 })).code).toBe("T0411");
    expect(errorOf(() => run("$sum(a)", { a: [1, "x"] })).code).toBe("T0412");
    expect(errorOf(() => run("{a: 1}", { a: 1 })).code).toBe("T1003");
  });

  it("stops where jsonata would leave a gap or a mark behind", () => {
    expect(errorOf(() => run("a.x[true]", { a: [{}, {}] })).code).toBe("absent-item");
    expect(errorOf(() => run('a.{"n": $count($)}', { a: [[]] })).code).toBe("empty-context");
    expect(errorOf(() => run("$substringAfter(s, x)", { s: "a" })).code).toBe("absent-argument");
    expect(errorOf(() => run("a = b", { a: [], b: { length: 0 } })).code).toBe("array-object-equality");
  });
});

describe("generated code", () => {
  const code = (text: string): string => {
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new Error(parsed.message);
    return emitExpression(parsed.node, { root: "d", rt: "h" });
  };

  it("is short for what is simple", () => {
    expect(code("a.b")).toBe('(h.begin(),h.plainRead(h.read2(h.enter(d),"a","b")))');
    expect(code("-1")).toBe("-1");
    expect(code("$$")).toBe("d");
    expect(code("$exists(a)")).toBe('(h.begin(),(h.read1(h.enter(d),"a")!==undefined))');
    expect(code("$count(a)")).toBe('(h.begin(),h.count(h.read1(h.enter(d),"a")))');
    expect(code("$join(a, 'b')")).toBe('(h.begin(),h.seal(h.call("join",undefined,[h.read1(h.enter(d),"a"),"b"])))');
    expect(code("$join(a)")).toBe('(h.begin(),h.seal(h.call("join",h.enter(d),[h.read1(h.enter(d),"a")])))');
    expect(code("a != null")).toBe('(h.begin(),(h.read1(h.enter(d),"a")!=null))');
    expect(code("[a]")).toBe('(h.begin(),h.plain(h.array(["spread"],[h.read1(h.enter(d),"a")])))');
    expect(code("a.b[]")).toBe(
      '(h.begin(),h.plainRead(h.lastKept(h.step(h.enter(d),"a"),(item0)=>h.nameKept(item0,"b"))))',
    );
    expect(code("a.b.c.d.e")).toBe(
      '(h.begin(),h.plainRead(h.lastStep(h.step(h.step(h.step(h.step(h.enter(d),"a"),"b"),"c"),"d"),"e")))',
    );
    expect(code("a.b.c.d")).toBe('(h.begin(),h.plainRead(h.read4(h.enter(d),"a","b","c","d")))');
    expect(code('"a"')).toBe('"a"');
    expect(code("a > 1 and b = 2")).toBe(
      '(h.begin(),((h.greater(h.read1(h.enter(d),"a"),1)===true)&&(h.read1(h.enter(d),"b")===2)))',
    );
    expect(code("a ?? 16")).toBe('(h.begin(),h.plainRead(h.present(h.read1(h.enter(d),"a"),16)))');
  });

  it("embeds text safely", () => {
    const text = '"\u2028</script>\\" + x\\\\"';
    expect(code(text)).not.toMatch(/\u2028|<\/script/);
    expect(emitted(text)({})).toBe('\u2028</script>" + x\\');
    expect(emitted('`a"b`.`\\u`')({ 'a"b': { "\\u": 1 } })).toBe(1);
  });

  it("nests deeply without trouble", () => {
    expect(emitted(`${"(".repeat(90)}a${")".repeat(90)}`)({ a: 1 })).toBe(1);
    expect(emitted(`a${".a".repeat(99)}`)({ a: 1 })).toBeUndefined();
    expect(emitted(`1${"+1".repeat(90)}`)({})).toBe(91);
  });
});
