import type { Json } from "../base/json.js";
import type { Path } from "../base/path.js";
import type { SetComputedAction, SetValueAction } from "../generated/pack.js";
import { literal, names, readOf } from "../lang/emitter.js";
import { linkComputed, linkTarget } from "../lang/link-value.js";
import type { ValueNode } from "../lang/node.js";
import { closeValue, emitValue } from "../lang/values.js";
import type { ActionKind } from "./action.js";
import { targetOf, writePath } from "./write.js";

export interface SetNode {
  readonly kind: "set";
  readonly at: string;
  readonly path: Path;
  readonly value: ValueNode;
}

export const set: ActionKind<SetValueAction | SetComputedAction, SetNode> = {
  key: "set",
  link(raw, at, context) {
    const path = linkTarget(raw.set, `${at}/set`, context);
    const value: ValueNode | null =
      "jsonata" in raw
        ? linkComputed(raw.jsonata, `${at}/jsonata`, context)
        : { kind: "constant", at: `${at}/value`, value: raw.value as Json };
    return path === null || value === null ? null : { kind: "set", at, path, value };
  },
  close({ path, value }, rule) {
    const compute = closeValue(value);
    const target = targetOf(path);
    return (evaluation) => writePath(evaluation, target, compute(evaluation.document), rule);
  },
  emit({ path, value }, rule, emitter) {
    const [section, name] = path;
    const source = emitValue(value, emitter);
    const target = emitter.constant(targetOf(path));
    if (path.length !== 2) return emitCall(source, target, rule);
    return emitFieldWrite({ section: section!, name: name!, text: path.join("."), source, target, rule });
  },
  writes: ({ path }) => path,
  reads: ({ value }) => [value],
  includes: () => null,
};

const { document: d, evaluation: e, helpers: h } = names;

function emitCall(source: string, target: string, rule: string): string {
  return `if(!${h}.writePath(${e},${target},${source},${literal(rule)}))return false;${d}=${e}.document;`;
}

/** The common write, of a primitive into a field of a section, in place: the copy of a section has one shape here. */
function emitFieldWrite(write: { section: string; name: string; text: string; source: string; target: string; rule: string }): string {
  const { section, name, text, source, target, rule } = write;
  const [path, id] = [literal(text), literal(rule)];
  return `{const v=${source};let p=${readOf(d, section)};const b=${h}.isSection(p)?${readOf("p", name)}:p;
if(v===undefined||typeof v==="object"&&v!==null||!${h}.isSection(p)||typeof b==="object"&&b!==null){${emitCall("v", target, rule)}}
else if(b!==v){const o=${e}.owned;
if(!o.includes(${d})){${e}.document=${d}={...${d}};o.push(${d})}
if(!o.includes(p)){${readOf(d, section)}=p={...p};o.push(p)}
${readOf("p", name)}=v;
${e}.changes.push(b===undefined?{path:${path},after:v,rule:${id}}:{path:${path},before:b,after:v,rule:${id}})}}`;
}
