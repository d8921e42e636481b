import type { Alias } from "../common/engine-adapter.js";
import type { JsonObject } from "../common/json.js";
import { documentToJson } from "../common/aliases.js";
import type { Case, Cases } from "../generated/cases.js";
import type { Result } from "../generated/result.js";
import { expectationOf } from "./expectation.js";

/** A document that no case of a pack covers, with the reason for adding it. */
export interface MissingCase {
  /** Describes the rule and what the document shows about it. */
  readonly name: string;
  /** project@version; null for the set's target. */
  readonly target: string | null;
  readonly document: JsonObject;
  /** The current outcome, for a reviewer to confirm. */
  readonly result: Result;
}

/** Appends cases to the content of a cases file; `cases` is null if there is no file yet. */
export function withCases(
  pack: string,
  cases: Cases | null,
  missing: readonly MissingCase[],
  schemas: string,
  alias: Alias | null,
): Cases {
  const base = cases ?? { $schema: `${schemas}/cases.schema.json`, pack, cases: [] };
  const toJson = (document: JsonObject) => documentToJson(document, alias) as Case["document"];
  const names = new Set(base.cases.map(({ name }) => name));
  const added = missing.map(({ name, target, document, result }): Case => {
    const expect = expectationOf(document, result);
    const own = unused(`${name} → ${outcomeIn(expect)}`, names);
    names.add(own);
    return { name: own, ...(target === null ? {} : { target }), document: toJson(document), expect };
  });
  return {
    ...base,
    cases: [...base.cases.map((entry) => ({ ...entry, document: toJson(entry.document as JsonObject) })), ...added],
  };
}

function outcomeIn({ error, changes = {}, removed = [] }: Case["expect"]): string {
  const paths = [...Object.keys(changes), ...removed];
  if (error !== undefined) return `fails with ${error.code.split("/").at(-1)}`;
  if (paths.length === 0) return "no change";
  return `${paths.length > 2 ? `${paths.length} fields` : paths.join(" and ")} changed`;
}

function unused(name: string, names: ReadonlySet<string>): string {
  for (let number = 2, own = name; ; number++) {
    if (!names.has(own)) return own;
    own = `${name}, ${number}`;
  }
}
