import type { Json, MaybeJson } from "../../common/json.js";
import type { ArrayNode, ExpressionNode, ObjectNode } from "../../language/expression/node.js";
import { runtime } from "../../language/expression/runtime.js";
import { constantOf } from "../../language/expression/static.js";
import type { Value } from "../term.js";
import { constructed } from "./made-arrays.js";
import { unknown, type Scope } from "./unknown-expression.js";
import { store } from "./values.js";

type Encode = (scope: Scope, node: ExpressionNode) => Value;

/** Encodes an object constructor whose keys are distinct string literals. */
export function encodeObject(scope: Scope, node: ObjectNode, encode: Encode): Value {
  const { terms } = scope;
  const keys = node.pairs.map(({ key }) => constantOf(key)?.value);
  if (new Set(keys).size < keys.length || keys.some((key) => typeof key !== "string")) return unknown(scope, node);
  return node.pairs.reduce(
    (object, { value }, index) => store(terms, object, keys[index] as string, encode(scope, value)),
    terms.constant({}),
  );
}

/** Encodes an array constructor as a function of the values of its members, of which alone one can fail. */
export function encodeArray({ terms, ...scope }: Scope, node: ArrayNode, encode: Encode): Value {
  const members = node.items.map((item) =>
    item.kind === "range"
      ? terms.constant(runtime.range(item.from, item.to) as Json)
      : encode({ terms, ...scope }, item.node),
  );
  const kinds = node.items.map(({ kind }) => (kind === "nested" ? kind : "spread"));
  const before = terms.at;
  terms.at = { ...before, reason: "an array that an expression makes is not modeled" };
  const value = constructed(terms, kinds, members, (values) => {
    runtime.begin();
    return runtime.array(kinds, values) as MaybeJson;
  });
  terms.at = before;
  return value;
}
