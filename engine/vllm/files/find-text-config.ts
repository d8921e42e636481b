import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type JsonObject } from "../../common/json.js";

/** Keys of a nested text configuration; having more than one of them is invalid. */
const names = ["text_encoder", "decoder", "generator", "text_config"] as const;

/** Model families' own names for the text configuration, such as `llm_config`; vLLM adds the usual name. */
const otherNames: Readonly<Record<string, string>> = { llm_config: "text_config", language_config: "text_config" };

/** Keys at which the search starts, for models with separate thinker and talker. */
const outerNames = ["thinker_config"] as const;

export interface TextConfig {
  /** The nested object itself, or `config` itself if there is none: writes are visible through both. */
  readonly value: JsonObject;
  /** Keys from `config` to it. */
  readonly path: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Adds the key `text_config` if the text configuration has only another key; both refer to the same object. Modifies
 * `config`, which the caller owns.
 */
export function renameTextConfig(config: Record<string, unknown>): void {
  for (const [from, to] of Object.entries(otherNames)) {
    if (isObject(config[from]) && !Object.hasOwn(config, to)) config[to] = config[from];
  }
}

/**
 * Finds the part of a model's configuration that describes its language model, like transformers' `get_text_config`.
 */
export function findTextConfig(config: JsonObject): TextConfig {
  for (const outer of outerNames) {
    const inner = config[outer];
    if (!isObject(inner)) continue;
    const found = findTextConfig(inner);
    return { ...found, path: [outer, ...found.path] };
  }
  const found = names.filter((name) => isObject(config[name]));
  const [name] = found;
  if (name === undefined) return { value: config, path: [], diagnostics: [] };
  if (found.length > 1) {
    const message = `config.json has ${found.map((entry) => `\`${entry}\``).join(" and ")}: it is unclear which is the text model`;
    const hint = "keep one of them: vLLM refuses to start otherwise";
    return { value: config, path: [], diagnostics: [diagnostic("start-refused", message, { path: "", hint })] };
  }
  const value = config[name] as JsonObject;
  const diagnostics = Object.hasOwn(value, "num_attention_heads") || usesDefaults(value) ? [] : [noHeads(name)];
  return { value, path: [name], diagnostics };
}

/** Whether config.json leaves the model's shape to the defaults of its configuration class, which are unknown here. */
function usesDefaults(config: JsonObject): boolean {
  return typeof config["model_type"] === "string";
}

function noHeads(name: string): Diagnostic {
  const hint = "check that this is the file of a language model: vLLM refuses to start without it";
  return diagnostic("start-refused", `\`${name}\` has no \`num_attention_heads\``, {
    severity: "warning",
    path: `/${name}`,
    hint,
  });
}
