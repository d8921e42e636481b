import type { Alias } from "../../common/engine-adapter.js";
import type { Json } from "../../common/json.js";
import { isIndex } from "../../common/key-order.js";
import { firstOf, itemAt, lastOf } from "../../common/must.js";
import type { Path } from "../../common/path.js";
import { showValue } from "../../common/show-value.js";
import { toSource } from "../../common/source.js";
import type { SetComputedAction, SetFactAction, SetValueAction } from "../../generated/pack.js";
import { literal, names, readOf } from "../emitter.js";
import { linkComputed, linkFact, linkTarget } from "../link-value.js";
import type { LinkContext } from "../link-context.js";
import type { ValueNode } from "../node.js";
import { compileValue, emitValue } from "../values.js";
import type { ActionKind } from "./action.js";
import type { WrittenValue } from "./effect.js";
import { targetOf, writePath } from "./write.js";

export interface SetNode {
  readonly kind: "set";
  readonly at: string;
  readonly path: Path;
  readonly value: ValueNode;
}

export const set: ActionKind<SetValueAction | SetComputedAction | SetFactAction, SetNode> = {
  key: "set",
  link(raw, at, context) {
    const path = linkTarget(raw.set, `${at}/set`, context);
    const value = linkWritten(raw, at, context);
    return path === null || value === null ? null : { kind: "set", at, path, value };
  },
  effects: (raw) => [{ kind: "set", path: raw.set, value: writtenBy(raw) }],
  operands: [
    { kind: "constant", member: "value", field: "set" },
    // The expression of a fact is mutated where the pack defines it.
    { kind: "expression", member: "jsonata" },
  ],
  compile({ path, value }, rule) {
    const compute = compileValue(value);
    const target = targetOf(path);
    return (evaluation) => writePath(evaluation, target, compute(evaluation.document), rule);
  },
  emit({ path, value }, rule, emitter) {
    const writer = emitter.declare(emitWriter(path, emitter.alias));
    return `if(!${writer}(${e},${emitValue(value, emitter)},${literal(rule)}))return false;${d}=${e}.document;${emitter.forget(path)}`;
  },
  emitPython: ({ path, value }, rule, python) => [
    `_set(e, ${python.path(path)}, ${python.value(value)}, ${python.text(rule)})`,
  ],
  show: ({ path, value }) => `set ${path.join(".")} = ${showOperand(value)}`,
  writes: ({ path }) => path,
  reads: ({ value }) => [value],
  includes: () => null,
};

function showOperand(value: ValueNode): string {
  if (value.kind === "constant") return showValue(value.value);
  return value.kind === "path" ? value.path.join(".") : value.text;
}

function linkWritten(
  raw: SetValueAction | SetComputedAction | SetFactAction,
  at: string,
  context: LinkContext,
): ValueNode | null {
  if ("jsonata" in raw) return linkComputed(raw.jsonata, `${at}/jsonata`, context);
  if ("fact" in raw) return linkFact(raw.fact, `${at}/fact`, context);
  return { kind: "constant", at: `${at}/value`, value: raw.value as Json };
}

function writtenBy(raw: SetValueAction | SetComputedAction | SetFactAction): WrittenValue {
  if ("jsonata" in raw) return { computed: raw.jsonata };
  return "fact" in raw ? { computed: raw.fact } : { constant: raw.value };
}

const { document: d, evaluation: e, helpers: h } = names;

/**
 * Emits a writer for one path: `writePath` with the path's names inlined, so that each object copy has one shape. It
 * delegates rare situations to `writePath`: failures, structures, objects that two paths alias, and new keys that do
 * not belong after all others.
 */
function emitWriter(path: Path, alias: Alias | null): string {
  const sections = path.slice(0, -1);
  const name = lastOf(path);
  const parents = sections.map((_, index) => `p${index}`);
  const parent = parents.at(-1) ?? d;
  const reads = sections.map(
    (section, index) =>
      `let p${index}=${index === 0 ? readOf(d, section) : `${h}.isSection(p${index - 1})?${readOf(`p${index - 1}`, section)}:null`};`,
  );
  const added = isIndex(name)
    ? "b===undefined"
    : `b===undefined&&!${h}.noteAdded(${e},${literal(sections.join("."))},${literal(name)})`;
  const rare = [
    ...[
      `v===undefined`,
      `typeof v==="object"&&v!==null`,
      ...(sections.length === 0 ? [] : [`!${h}.isSection(${parent})`]),
      ...mayShare(path, alias),
    ],
    ...[`typeof(b=${readOf(parent, name)})==="object"&&b!==null`, added],
  ];
  const generic = `return ${h}.writePath(${e},${toSource(targetOf(path))},v,r)`;
  const text = literal(path.join("."));
  /** Copies the object at a depth and everything below it on the path, with the value at the end. */
  const copy = (depth: number): string => {
    const object = depth === 0 ? d : itemAt(parents, depth - 1);
    const isLast = depth === sections.length;
    const spread = `{...${object}}`;
    // A section has fixed fields. Deeper objects gain and lose keys, and adding a key to a spread object is slow.
    const made = depth > 1 ? `${h}.copy(${object})` : isLast ? `b===undefined?${h}.copy(${object}):${spread}` : spread;
    return `(${object}=${made},${readOf(object, itemAt(path, depth))}=${isLast ? "v" : copy(depth + 1)},${object})`;
  };
  // The deepest owned object receives the copies of the objects below it; if there is none, the document is copied as
  // well.
  const owned = parents.map((_, index) => {
    const depth = sections.length - index;
    if (index === 0) return `if(${h}.owns(o,${parent}))${readOf(parent, name)}=v;`;
    const made = parents.slice(depth).join();
    return `else if(${h}.owns(o,${parents[depth - 1]})){${readOf(itemAt(parents, depth - 1), itemAt(path, depth))}=${copy(depth + 1)};o.push(${made})}`;
  });
  const below =
    sections.length === 0
      ? `${readOf(d, name)}=v`
      : `${owned.join("")}else{${readOf(d, firstOf(path))}=${copy(1)};o.push(${parents.join()})}`;
  return `(${e},v,r){let ${d}=${e}.document;${reads.join("")}
let b;
if(${rare.join("||")}){${generic}}
if(b===v)return true;
const o=${e}.owned;
if(o.length===0){${e}.document=${copy(0)};${e}.owned=[${[d, ...parents].join()}]}
else{${below}}
${e}.changes.push(b===undefined?{path:${text},after:v,rule:r}:{path:${text},before:b,after:v,rule:r});
return true}`;
}

/** If an object on the path has a second name, the copy must replace both references. */
function mayShare(path: Path, alias: Alias | null): string[] {
  const [section, name] = path;
  if (alias === null || section !== alias.section || path.length < 3) return [];
  if (name === alias.field) return ["true"];
  return name === alias.of ? path.slice(1, -1).map((_, index) => `p${index + 1}===${readOf("p0", alias.field)}`) : [];
}
