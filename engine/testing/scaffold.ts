import type { EngineAdapter, Hook } from "../common/engine-adapter.js";
import { isObject, type Json, type JsonObject } from "../common/json.js";
import { itemAt } from "../common/must.js";
import type { Path } from "../common/path.js";

export interface ScaffoldOptions {
  readonly engine: EngineAdapter;
  readonly hook: Hook;
  readonly architectures: readonly string[];
  /** The folder of the schemas, relative to the pack. */
  readonly schemas: string;
}

/**
 * Creates a pack that passes checks and changes nothing, and two failing cases that name what to fill in, so that they
 * cannot be mistaken for finished.
 */
export function scaffold(
  name: string,
  { engine: { dispatch }, hook, architectures, schemas }: ScaffoldOptions,
): { readonly pack: JsonObject; readonly cases: JsonObject } {
  const family = itemAt(name.split("/"), 1);
  const field = hook.example.join(".");
  const document = (value: number): JsonObject => {
    const example = nest(hook.example, value);
    const [architecture] = architectures;
    return architecture === undefined ? example : merge(nest(dispatch, architecture), example);
  };
  return {
    pack: {
      $schema: `${schemas}/pack.schema.json`,
      pack: name,
      title: `TODO: what ${family} needs, in one line`,
      hook: hook.name,
      ...(architectures.length === 0 ? {} : { match: { architectures } }),
      facts: { limit: field },
      rules: [
        {
          id: "example",
          why: "TODO: the reason, for whoever runs into the effect of this rule.",
          when: { fact: "limit", operator: "greaterThan", value: 64 },
          then: [
            {
              log: "debug",
              code: "example",
              message: "TODO: what happens because of {limit}, and the actions that do it",
            },
          ],
        },
      ],
    },
    cases: {
      $schema: `${schemas}/cases.schema.json`,
      pack: name,
      cases: [
        {
          name: "TODO: the situation and the result, where the rule fires",
          document: document(256),
          expect: { logs: [{ level: "debug", code: `${name}/example`, params: { limit: "TODO" } }] },
        },
        {
          name: "TODO: the situation, where the rule stays silent",
          document: document(16),
          expect: { changes: { [field]: "TODO: remove this if nothing changes" } },
        },
      ],
    },
  };
}

function nest([first, ...rest]: Path, value: Json): JsonObject {
  return first === undefined ? {} : { [first]: rest.length === 0 ? value : nest(rest, value) };
}

function merge(left: JsonObject, right: JsonObject): JsonObject {
  const both = Object.entries(right).map(([key, value]) => {
    const own = left[key];
    return [key, isObject(own) && isObject(value) ? merge(own, value) : value] as const;
  });
  return { ...left, ...Object.fromEntries(both) };
}
