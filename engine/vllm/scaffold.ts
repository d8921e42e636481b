import type { JsonObject } from "../common/json.js";
import { itemAt } from "../common/must.js";

export interface ScaffoldOptions {
  readonly hook: "model_config" | "vllm_config";
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
  { hook, architectures, schemas }: ScaffoldOptions,
): { readonly pack: JsonObject; readonly cases: JsonObject } {
  const family = itemAt(name.split("/"), 1);
  const field = hook === "model_config" ? "model_config.max_model_len" : "scheduler_config.max_num_seqs";
  const document = (value: number): JsonObject => {
    const [section, key] = field.split(".") as [string, string];
    const [architecture] = architectures;
    const model = architecture === undefined ? {} : { architecture };
    return section === "model_config"
      ? { model_config: { ...model, [key]: value } }
      : { ...(architecture === undefined ? {} : { model_config: model }), [section]: { [key]: value } };
  };
  return {
    pack: {
      $schema: `${schemas}/pack.schema.json`,
      pack: name,
      title: `TODO: what ${family} needs, in one line`,
      hook,
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
