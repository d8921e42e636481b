import type { Json, MaybeJson } from "../base/json.js";
import { readPath, type Path } from "../base/path.js";
import { names, type Emitter } from "./emitter.js";
import { closeExpression } from "./expression/closures.js";
import { emitExpression } from "./expression/emit.js";
import { plainPath } from "./expression/static.js";
import type { ValueNode } from "./node.js";

/** Names that some primitive or array answers to, so that plain property access would find more than keys. */
const risky = new Set(
  [String.prototype, Number.prototype, Boolean.prototype, Array.prototype].flatMap(Object.getOwnPropertyNames),
);

/** A value as a function of the document. */
export function closeValue(node: ValueNode): (document: Json) => MaybeJson {
  switch (node.kind) {
    case "constant":
      return () => node.value;
    case "path":
      return (document) => readPath(document, node.path);
    case "fact":
    case "computed":
      return closeExpression(node.expression);
  }
}

/** A value as JavaScript source. */
export function emitValue(node: ValueNode, emitter: Emitter): string {
  const { document: d, expressions, helpers } = names;
  switch (node.kind) {
    case "constant":
      return emitter.constant(node.value);
    case "path": {
      const source = isPlain(node.path) ? chain(node.path).at(-1)! : `${helpers}.readPath(${d},${emitter.constant(node.path)})`;
      return emitter.recall(node, source, source);
    }
    case "fact":
    case "computed": {
      const read = (path: Path, slow: string) => (isPlain(path) ? `${emitter.declare(`(${d}){${emitRead(path, slow)}}`)}(${d})` : slow);
      const whole = emitExpression(node.expression, { root: d, rt: expressions });
      const path = plainPath(node.expression);
      const quick = path !== null && isPlain(path) ? chain(path).at(-1)! : null;
      const body = quick === null ? `return ${emitExpression(node.expression, { root: d, rt: expressions, read })}` : emitRead(path!, whole);
      return emitter.recall(node, `${emitter.declare(`(${d}){${body}}`)}(${d})`, quick);
    }
  }
}

/** Only a key can answer to these names, in whatever they are looked up. */
function isPlain(path: Path): boolean {
  return path.every((name) => !risky.has(name) && /^[A-Za-z_]\w*$/.test(name));
}

/** `d.a`, `d.a?.b`, `d.a?.b?.c`: the document is an object. */
function chain(path: Path): readonly string[] {
  return path.map((_, index) => `${names.document}.${path.slice(0, index + 1).join("?.")}`);
}

/**
 * Reads a path directly, and leaves what jsonata treats in a way of its own to `slow`: arrays on the way, which it maps
 * over. Whatever is found directly, no array was on the way to it.
 */
function emitRead(path: Path, slow: string): string {
  const parts = chain(path);
  const arrays = parts.slice(0, -1).map((part) => `Array.isArray(${part})`);
  if (arrays.length === 0) return `return ${parts.at(-1)}`;
  return `const v=${parts.at(-1)};return v===undefined&&(${arrays.join("||")})?${slow}:v`;
}
