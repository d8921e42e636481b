import { aliasPath } from "../common/engine-adapter.js";
import { isObject, jsonEqual, type Json, type JsonObject, type MaybeJson } from "../common/json.js";
import { must } from "../common/must.js";
import { runtime } from "../language/expression/runtime.js";
import { functions } from "./encode/functions/functions.js";
import { holdsBelow } from "./encode/numbers.js";
import { shareIn } from "./encode/sharing.js";
import type { Bool, FieldTerm, Term, Value } from "./term.js";
import type { Terms } from "./terms.js";
import { tagOf } from "./encode/tag-of.js";

/** Values of terms in one document. */
export interface Evaluation {
  truth(of: Bool): boolean;
  value(of: Value): MaybeJson;
}

/** Evaluates terms in a document, memoized. */
export function evaluateIn(terms: Terms, document: JsonObject): Evaluation {
  const { alias } = terms.engine;
  const share = shareIn(
    document,
    alias,
    must(terms.shared.domain.values, "the values of what is shared").slice(1) as string[],
  );
  const aliasText = alias === null ? null : aliasPath(alias).join(".");
  const known = new Map<Term, unknown>();
  const items: Json[] = [];
  const remember = <Of extends Term, Result>(term: Of, compute: (of: Of) => Result): Result => {
    const found = known.get(term);
    if (found !== undefined || known.has(term)) return found as Result;
    const result = compute(term);
    // Inside arrays, an item term represents one item after another.
    if (items.length === 0) known.set(term, result);
    return result;
  };
  const truth = (of: Bool): boolean =>
    of.kind === "true" || of.kind === "false" ? of.kind === "true" : remember(of, truthOf);
  const value = (of: Value): MaybeJson => (of.kind === "constant" ? of.value : remember(of, valueOf));
  const truthOf = (of: Bool): boolean => {
    switch (of.kind) {
      case "true":
      case "false":
        return of.kind === "true";
      case "not":
        return !truth(of.of);
      case "and":
        return of.of.every(truth);
      case "or":
        return of.of.some(truth);
      case "is":
        return tagOf(value(of.of)) === of.tag;
      case "identical":
        return value(of.left) === value(of.right);
      case "below":
        return holdsBelow(of.strict, value(of.left), value(of.right));
      case "numeric": {
        const text = value(of.of);
        return typeof text === "string" && !Number.isNaN(Number.parseFloat(text));
      }
      case "whole":
        return Number.isInteger(value(of.of));
      case "some": {
        const list = value(of.of);
        return (
          Array.isArray(list) &&
          list.some((item: Json) => {
            const saved = items[of.depth];
            items[of.depth] = item;
            const held = truth(of.test);
            if (saved === undefined) items.length = of.depth;
            else items[of.depth] = saved;
            return held;
          })
        );
      }
      case "listed":
        return jsonEqual(value(of.of), of.items);
      case "filled": {
        const object = value(of.of);
        return isObject(object) && Object.keys(object).length > 0;
      }
      case "law":
      case "named":
        return true;
      case "guess":
        return of.compute(of.over.map(value));
    }
  };
  const valueOf = (of: Value): MaybeJson => {
    switch (of.kind) {
      case "constant":
        return of.value;
      case "if":
        return value(truth(of.test) ? of.then : of.otherwise);
      case "store": {
        const base = value(of.of);
        const { [of.key]: _, ...rest } = (isObject(base) ? base : {}) as Record<string, Json>;
        const written = value(of.value);
        return written === undefined ? rest : { ...rest, [of.key]: written };
      }
      case "field":
        return readField(of);
      case "item":
        return items[of.depth];
      case "apply":
        return functions[of.name].compute(of.of.map(value));
      case "length": {
        const list = value(of.of);
        return Array.isArray(list) ? list.length : undefined;
      }
      case "unknown":
        return of.compute(of.over.map(value));
    }
  };
  const readField = (field: FieldTerm): MaybeJson => {
    if (field.via === "sharing") return share;
    if (field.of === null) return document;
    if (share !== "none" && field.path === aliasText) return undefined;
    const from = value(field.of);
    if (field.via === "items") return runtime.plainRead(runtime.lastStep(from as never, field.key));
    return isObject(from) && Object.hasOwn(from, field.key) ? from[field.key] : undefined;
  };
  return { truth, value };
}
