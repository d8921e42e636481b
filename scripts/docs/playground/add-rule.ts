// Adds a rule to the text of a pack, to fill in.
import { isObject, type Json } from "../../../engine/common/json.js";
import { readJson } from "../../../engine/common/read-json.js";
import { formatRules } from "../../../engine/packs/format-rules.js";

/** The text with a template of a rule at the end, and the offset of its id; null if the text is not a pack. */
export function addRule(text: string, file: string): { readonly text: string; readonly at: number } | null {
  const read = readJson(text, file);
  if (!read.ok || !isObject(read.source.value)) return null;
  const pack = read.source.value;
  const rules: readonly Json[] = Array.isArray(pack["rules"]) ? pack["rules"] : [];
  const ids = new Set(rules.map((rule) => (isObject(rule) ? rule["id"] : null)));
  let id = "new-rule";
  for (let number = 2; ids.has(id); number++) id = `new-rule-${number}`;
  const rule = {
    id,
    why: "TODO: the reason, for whoever runs into the effect of this rule.",
    when: { fact: "model_config.max_model_len", operator: "greaterThan", value: 65536 },
    then:
      pack["kind"] === "policy"
        ? [{ warn: "TODO: what is wrong with {model_config.max_model_len}" }]
        : [{ set: "scheduler_config.max_num_seqs", value: 64 }],
  };
  const added = formatRules(JSON.stringify({ ...pack, rules: [...rules, rule] }), file);
  return { text: added, at: added.lastIndexOf(`"${id}"`) + 1 };
}
