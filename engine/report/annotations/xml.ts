import { must } from "../../common/must.js";
/** An element of XML 1.0; attributes that are undefined are left out. */
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

/** What XML 1.0 does not allow, and what a terminal or a reader of a log may take for a command. */
const unprintable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** Text between tags. What XML cannot hold at all is written as JavaScript would escape it. */
export function escapeText(text: string): string {
  return text
    .replace(/[\ud800-\udfff]/gu, "\ufffd")
    .replace(unprintable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/[&<>"']/g, (char) =>
      must({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" }[char], "value"),
    );
}

/** A line break in an attribute would be read as a blank. */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll("\t", "&#9;").replaceAll("\n", "&#10;");
}
