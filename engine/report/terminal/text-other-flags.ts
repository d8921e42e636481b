import { escapeControls } from "../../common/printable.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Style } from "./style.js";

/** Flags that are no part of the document: they go to vLLM as they are. */
export function otherFlagLines({ built }: Evaluated, { colors }: Style): readonly string[] {
  const passed = (built?.otherFlags ?? []).filter(({ known, note }) => known && note === null);
  if (passed.length === 0) return [];
  return [
    colors.bold("not part of the configuration document, passed through"),
    ...passed.map(({ origin }) => `  ${escapeControls(origin.text)}`),
  ];
}
