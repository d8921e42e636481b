import type { Json, MaybeJson } from "../base/json.js";
import { readPath, type Path } from "../base/path.js";
import { names, type Emitter } from "./emitter.js";
import { closeExpression } from "./expression/closures.js";
import { emitExpression } from "./expression/emit.js";
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
  switch (node.kind) {
    case "constant":
      return emitter.constant(node.value);
    case "path":
      return emitPath(node.path, emitter);
    case "fact":
    case "computed":
      return emitExpression(node.expression, { root: names.document, rt: names.expressions });
  }
}

/** The document is an object, and every name is one that only a key can answer to: `d.a?.b?.c`. */
function emitPath(path: Path, emitter: Emitter): string {
  if (path.some((name) => risky.has(name) || /^\d/.test(name))) {
    return `${names.helpers}.readPath(${names.document},${emitter.constant(path)})`;
  }
  const [first, ...rest] = path.map((name) => (/^\w+$/.test(name) ? name : `[${JSON.stringify(name)}]`));
  const access = (name: string, dot: string) => (name.startsWith("[") ? (dot === "." ? name : `?.${name}`) : dot + name);
  return names.document + access(first!, ".") + rest.map((name) => access(name, "?.")).join("");
}
