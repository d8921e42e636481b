import type { Json, MaybeJson } from "../common/json.js";
import { lastOf } from "../common/must.js";
import { readPath, type Path } from "../common/path.js";
import { names, type Emitter } from "./emitter.js";
import { compileExpression } from "./expression/closures.js";
import { emitExpression } from "./expression/emit.js";
import { plainPath } from "./expression/static.js";
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
      const call = (body: string): string => `${emitter.declare(`(${d}){${body}}`)}(${d})`;
      const path = plainPath(node.expression);
      if (path !== null && isPlain(path)) {
        const whole = emitExpression(node.expression, { root: d, rt: expressions });
        return emitter.recall(node, call(emitRead(path, whole)), lastOf(chain(path)));
      }
      const read = (part: Path, slow: string): string => (isPlain(part) ? call(emitRead(part, slow)) : slow);
      const whole = emitExpression(node.expression, { root: d, rt: expressions, read });
      return emitter.recall(node, call(`return ${whole}`), null);
    }
  }
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
 * it maps over. A direct read that finds a value has met no array.
 */
function emitRead(path: Path, slow: string): string {
  const parts = chain(path);
  const arrays = parts.slice(0, -1).map((part) => `Array.isArray(${part})`);
  if (arrays.length === 0) return `return ${lastOf(parts)}`;
  return `const v=${lastOf(parts)};return v===undefined&&(${arrays.join("||")})?${slow}:v`;
}
