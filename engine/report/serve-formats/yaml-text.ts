import { Document, visit } from "yaml";
import { printableLines } from "../../common/printable.js";

/** A value as YAML of the given version that keeps its values when what is not printable is escaped, as on output. */
export function yamlText(value: unknown, version: "1.1" | "1.2" = "1.2"): string {
  const document = new Document(value, { version });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === "string" && printableLines(node.value) !== node.value) node.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 0 });
}
