import type { JsonObject } from "../common/json.js";
import type { Expectation } from "../generated/cases.js";
import type { Result } from "../generated/result.js";
import { netChanges } from "./net-changes.js";

/** Returns the complete expectation for an outcome. */
export function expectationOf(document: JsonObject, result: Result): Expectation {
  const { changes, removed } = netChanges(document, result);
  const { logs, error } = result;
  return {
    ...(Object.keys(changes).length === 0 ? {} : { changes }),
    ...(removed.length === 0 ? {} : { removed: [...removed] }),
    ...(logs.length === 0
      ? {}
      : {
          logs: logs.map(({ level, code, params }) => ({
            level,
            code,
            ...(Object.keys(params).length === 0 ? {} : { params }),
          })),
        }),
    ...(error === null
      ? {}
      : { error: { code: error.code, kind: error.kind, ...(error.path === undefined ? {} : { path: error.path }) } }),
  };
}
