import type { Json, MaybeJson } from "../common/json.js";
import { lastOf } from "../common/must.js";
import { readPath, type Path } from "../common/path.js";
import { names, type Emitter } from "./emitter.js";
import { compileExpression } from "./expression/closures.js";
import { emitExpression } from "./expression/emit.js";
import type { ExpressionNode } from "./expression/node.js";
import { plainPath, readsOf } from "./expression/static.js";
import type { ValueNode } from "./node.js";

/** Properties of primitives or arrays, for which plain property access would find more than keys. */
const risky = new Set(
  [String.prototype, Number.prototype, Boolean.prototype, Array.prototype].flatMap(Object.getOwnPropertyNames),
);

/** Compiles a value to a function of the document. */
export function compileValue(node: ValueNode): (document: Json) => MaybeJson {
  switch (node.kind) {
    case "constant":
      return () => node.value;
    case "path":
      return (document) => readPath(document, node.path);
    case "fact":
    case "computed":
      return compileExpression(node.expression);
  }
}

/** Emits a value as JavaScript source. */
export function emitValue(node: ValueNode, emitter: Emitter): string {
  const { document: d, expressions, helpers } = names;
  switch (node.kind) {
    case "constant":
      return emitter.constant(node.value);
    case "path": {
      const source = isPlain(node.path)
        ? lastOf(chain(node.path))
        : `${helpers}.readPath(${d},${emitter.constant(node.path)})`;
      return emitter.recall(node, source, source);
    }
    case "fact":
    case "computed": {
      const shared = sharedPath(node.expression);
      const section = shared.length === 0 ? "" : `const s=${chain(shared).at(-1)};`;
      const read = (path: Path, slow: string): string => {
        if (!isPlain(path)) return slow;
        const isBelow =
          shared.length > 0 && path.length > shared.length && shared.every((name, index) => name === path[index]);
        return !isBelow
          ? `${emitter.declare(`(${d}){${emitRead(path, slow)}}`)}(${d})`
          : `${emitter.declare(`(${d},s){${emitRead(path, slow, shared.length)}}`)}(${d},s)`;
      };
      const path = plainPath(node.expression);
      const quick = path !== null && isPlain(path) ? lastOf(chain(path)) : null;
      const whole = emitExpression(node.expression, {
        root: d,
        rt: expressions,
        read: quick === null ? read : undefined,
      });
      const body = quick === null || path === null ? `${section}return ${whole}` : emitRead(path, whole);
      return emitter.recall(node, `${emitter.declare(`(${d}){${body}}`)}(${d})`, quick);
    }
  }
}

/** Longest common prefix of all reads of an expression; empty if it has a name that is not plain. */
function sharedPath(expression: ExpressionNode): Path {
  const [first = [], ...rest] = readsOf(expression);
  if (rest.length === 0) return [];
  const differs = first.findIndex((name, index) =>
    rest.some((path) => index >= path.length - 1 || path[index] !== name),
  );
  const shared = first.slice(0, differs < 0 ? first.length - 1 : differs);
  return isPlain(shared) ? shared : [];
}

/** Whether only an own key can match these names, in any value. */
function isPlain(path: Path): boolean {
  return path.every((name) => !risky.has(name) && /^[A-Za-z_]\w*$/.test(name));
}

/** Emits the chain `d.a`, `d.a?.b`, `d.a?.b?.c`: the document is an object. */
function chain(path: Path): readonly string[] {
  return path.map((_, index) => `${names.document}.${path.slice(0, index + 1).join("?.")}`);
}

/**
 * Emits a direct read of a path, and falls back to `slow` for jsonata's special treatment of arrays on the path, which
 * it maps over. A direct read that finds a value has met no array. With `known`, the variable s has the value of that
 * prefix length.
 */
function emitRead(path: Path, slow: string, known = 0): string {
  const parts = chain(path).map((part, index) =>
    index < known - 1 || known === 0 ? part : ["s", ...path.slice(known, index + 1)].join("?."),
  );
  const arrays = parts.slice(0, -1).map((part) => `Array.isArray(${part})`);
  if (arrays.length === 0) return `return ${parts.at(-1)}`;
  const above = known < 2 ? [] : [`s===undefined&&(${arrays.slice(0, known - 1).join("||")})`];
  const absent = [...arrays.slice(known < 2 ? 0 : known - 1), ...above].join("||");
  return `const v=${parts.at(-1)};return v===undefined&&(${absent})?${slow}:v`;
}
