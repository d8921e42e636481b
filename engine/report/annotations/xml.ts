import { must } from "../../common/must.js";
/** Renders an element of XML 1.0, without undefined attributes. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = "",
): string {
  const parts = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeAttribute(String(value))}"`],
  );
  return content === "" ? `<${name}${parts.join("")}/>` : `<${name}${parts.join("")}>${content}</${name}>`;
}

/** Characters that XML 1.0 does not allow, and those that a terminal or log viewer may interpret as a command. */
const unprintable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** Escapes text between tags. Characters that XML cannot represent become JavaScript escapes. */
export function escapeText(text: string): string {
  return text
    .replace(/[\ud800-\udfff]/gu, "\ufffd")
    .replace(unprintable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/[&<>"']/g, (char) =>
      must({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" }[char], "value"),
    );
}

/** Escapes an attribute; a literal line break would be read as a blank. */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll("\t", "&#9;").replaceAll("\n", "&#10;");
}
