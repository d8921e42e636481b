import type { JsonObject } from "../common/json.js";
import { documentToJson } from "../common/shared-text-config.js";
import type { Case, Cases } from "../generated/cases.js";
import type { Result } from "../generated/result.js";
import { expectationOf } from "./expectation.js";

/** A document that a pack has no case for, and why it deserves one. */
export interface MissingCase {
  /** In words: the rule, and what the document shows of it. */
  readonly name: string;
  /** project@version; null for that of the set. */
  readonly target: string | null;
  readonly document: JsonObject;
  /** What comes of it today: a reviewer says whether that is right. */
  readonly result: Result;
}

/** The content of a cases file with more cases at its end; `cases` is null where there is no file yet. */
export function withCases(pack: string, cases: Cases | null, missing: readonly MissingCase[], schemas: string): Cases {
  const base = cases ?? { $schema: `${schemas}/cases.schema.json`, pack, cases: [] };
  const names = new Set(base.cases.map(({ name }) => name));
  const added = missing.map(({ name, target, document, result }): Case => {
    const expect = expectationOf(document, result);
    const own = unused(`${name}; ${outcomeIn(expect)}`, names);
    names.add(own);
    return { name: own, ...(target === null ? {} : { target }), document: toJson(document), expect };
  });
  return {
    ...base,
    cases: [...base.cases.map((entry) => ({ ...entry, document: toJson(entry.document as JsonObject) })), ...added],
  };
}

const toJson = (document: JsonObject) => documentToJson(document) as Case["document"];

function outcomeIn({ error, changes = {}, removed = [] }: Case["expect"]): string {
  const paths = [...Object.keys(changes), ...removed];
  if (error !== undefined) return `fails with ${error.code.split("/").at(-1)}`;
  if (paths.length === 0) return "nothing changes";
  return paths.length > 2
    ? `${paths.length} fields change`
    : `${paths.join(" and ")} ${paths.length > 1 ? "change" : "changes"}`;
}

function unused(name: string, names: ReadonlySet<string>): string {
  for (let number = 2, own = name; ; number++) {
    if (!names.has(own)) return own;
    own = `${name}, ${number}`;
  }
}
