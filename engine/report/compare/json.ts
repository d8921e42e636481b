import type { Compared } from "../../compare/compared.js";

/** The comparison as data. */
export function compareJson(compared: Compared): string {
  return `${JSON.stringify(compared, null, 2)}\n`;
}
