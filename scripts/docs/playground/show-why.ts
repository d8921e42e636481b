// Explains one field, as `fettle why` does.
import { vllm } from "../../../engine/vllm/adapter/vllm.js";
import { FettleError } from "../../../engine/common/diagnostic.js";
import { isObject } from "../../../engine/common/json.js";
import { parseFieldPath, requireField } from "../../../engine/cli/args/field-argument.js";
import type { Evaluated } from "../../../engine/explain/evaluated.js";
import { explainField } from "../../../engine/explain/explain-field.js";
import { plain } from "../../../engine/report/terminal/style.js";
import { fieldText } from "../../../engine/report/why/text.js";
import { element, show } from "./dom.js";
import { diagnosticList } from "./show-deployment.js";

export function showWhy(field: string, evaluated: Evaluated | null): void {
  if (evaluated === null || field === "") {
    show("why", element("p", { class: "dim" }, "Choose a field, here or in the lists, to see what decided it."));
    return;
  }
  try {
    const path = parseFieldPath(field, vllm);
    requireField(path, evaluated);
    const text = fieldText(explainField(path, evaluated), evaluated.rules, { colors: plain, columns: null });
    show("why", element("pre", {}, text));
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    show("why", diagnosticList(error.diagnostics));
  }
}

/** Fields of the document and fields that rules wrote, for completion. */
export function listFields({ before, result }: Evaluated): readonly string[] {
  const paths = new Set(result.changes.map(({ path }) => path));
  for (const [section, value] of Object.entries(before))
    if (isObject(value)) for (const key of Object.keys(value)) paths.add(`${section}.${key}`);
  return [...paths].sort();
}
