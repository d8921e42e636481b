import { expect, test } from "vitest";
import type { PythonEmitter } from "../python-emitter.js";
import { kindOf, type ActionNode } from "./index.js";

const at = "/rules/0/then/0";
const python: PythonEmitter = {
  text: (text) => `'${text}'`,
  path: (path) => `(${path.map((name) => `'${name}'`).join(", ")})`,
  value: (value) => `<${value.kind}>`,
  message: () => "<message>",
};
const message = { parts: [], values: [] } as never;
const set = (value: object): ActionNode => ({ kind: "set", at, path: ["s", "a"], value }) as never;

test.each<[ActionNode, readonly string[], string]>([
  [set({ kind: "constant", at, value: 16 }), ["_set(e, ('s', 'a'), <constant>, 'p/r')"], "set s.a = 16"],
  [set({ kind: "path", at, text: "t.b", path: ["t", "b"] }), ["_set(e, ('s', 'a'), <path>, 'p/r')"], "set s.a = t.b"],
  [set({ kind: "fact", at, text: "size" }), ["_set(e, ('s', 'a'), <fact>, 'p/r')"], "set s.a = size"],
  [{ kind: "unset", at, path: ["s", "a"] } as never, ["_unset(e, ('s', 'a'), 'p/r')"], "unset s.a"],
  [{ kind: "include", at, pack: "p/q" } as never, ["_STEPS['p/q'](e)", "e.rule = 'p/r'"], "include p/q"],
  [
    { kind: "log", at, level: "info", code: "c", message } as never,
    ["_log(e, 'info', 'c', 'p/r', <message>)"],
    "log info c",
  ],
  [
    { kind: "fail", at, code: "c", errorKind: "value", message } as never,
    ["_fail('c', 'value', 'p/r', <message>)"],
    "fail c",
  ],
])("%j is one statement of Python for each step, and one line of the debugger", (node, statements, line) => {
  expect(kindOf(node).emitPython(node, "p/r", python)).toEqual(statements);
  expect(kindOf(node).show(node)).toBe(line);
});
