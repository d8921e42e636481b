import { escapeControls } from "../../common/printable.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Style } from "./style.js";

/** Renders flags without a field, which are passed to vLLM unchanged. */
export function otherFlagLines({ built }: Evaluated, { colors }: Style): readonly string[] {
  const passed = (built?.otherFlags ?? []).filter(({ known, note }) => known && note === null);
  if (passed.length === 0) return [];
  return [
    colors.bold("not part of the configuration document, passed through"),
    ...passed.map(({ origin }) => `  ${escapeControls(origin.text)}`),
  ];
}
