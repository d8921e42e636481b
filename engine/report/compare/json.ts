import type { Compared } from "../../compare/compared.js";

/** Renders a comparison as JSON. */
export function compareJson(compared: Compared): string {
  return `${JSON.stringify(compared, null, 2)}\n`;
}
