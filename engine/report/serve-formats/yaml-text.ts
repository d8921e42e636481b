import { Document, visit } from "yaml";
import { printableLines } from "../../common/printable.js";

/** Renders a value as YAML of the given version whose values survive the escaping of output. */
export function yamlText(value: unknown, version: "1.1" | "1.2" = "1.2"): string {
  const document = new Document(value, { version });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === "string" && printableLines(node.value) !== node.value) node.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 0 });
}
