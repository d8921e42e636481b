// Why and why not of one field, as `fettle why` prints it.
import { isObject } from "../../../engine/common/json.js";
import { parsePath } from "../../../engine/common/path.js";
import type { Evaluated } from "../../../engine/explain/evaluated.js";
import { explainField } from "../../../engine/explain/explain-field.js";
import { targetText } from "../../../engine/packs/target.js";
import { plain } from "../../../engine/report/terminal/style.js";
import { fieldText } from "../../../engine/report/why/text.js";
import { element, show } from "./dom.js";

export function showWhy(field: string, evaluated: Evaluated | null): void {
  if (evaluated === null || field === "") {
    show("why", element("p", { class: "dim" }, "Choose a field, here or in the lists, to see what decided it."));
    return;
  }
  const parsed = parsePath(field);
  if (!parsed.ok) {
    show("why", element("p", { class: "error" }, parsed.message), element("p", {}, parsed.hint));
    return;
  }
  const text = fieldText(explainField(parsed.path, evaluated), targetText(evaluated.rules.target), {
    colors: plain,
    columns: null,
  });
  show("why", element("pre", {}, text));
}

/** The fields of the document and those that rules wrote, for completion. */
export function listFields({ before, result }: Evaluated): readonly string[] {
  const paths = new Set(result.changes.map(({ path }) => path));
  for (const [section, value] of Object.entries(before))
    if (isObject(value)) for (const key of Object.keys(value)) paths.add(`${section}.${key}`);
  return [...paths].sort();
}
