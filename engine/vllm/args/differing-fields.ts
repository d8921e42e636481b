import { isObject, jsonEqual, type Json, type JsonObject } from "../../common/json.js";
import type { ServeFacts } from "../facts.js";
import { filledIn } from "./serve-flags.js";
import { resolveReference } from "../../common/resolve-reference.js";
import type { FieldValue } from "../../serving/pins.js";

/** Lists settable fields that differ from the release's constant default. Null sections have none. */
export function differingFields(document: JsonObject, { schema, flags }: ServeFacts): readonly FieldValue[] {
  const found: FieldValue[] = [];
  const visit = (section: JsonObject, own: JsonObject, path: readonly string[]): void => {
    for (const [name, child] of Object.entries((own["properties"] ?? {}) as Record<string, JsonObject>)) {
      const field = resolveReference(schema, child);
      const value: Json | undefined = section[name];
      const dotted = [...path, name].join(".");
      if (value == null || field["readOnly"] === true || filledIn.has(name) || dotted === "model_config.model")
        continue;
      if (isObject(value) && field["properties"] !== undefined) {
        if (flags.byField.get(dotted)?.kind === "boolean") found.push({ path: dotted, after: value });
        visit(value, field, [...path, name]);
      } else if (!jsonEqual(value, child["default"] ?? null)) found.push({ path: dotted, after: value });
    }
  };
  visit(document, schema, []);
  return found;
}
