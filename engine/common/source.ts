/** JSON as JavaScript source that is safe wherever it stands, a script element included. */
export function toSource(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u2028\u2029<]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A text as JavaScript source, in single quotes: a JSON text has many double ones, and each would cost a backslash. */
export function quote(text: string): string {
  const escaped = text
    .replace(/[\\']/g, "\\$&")
    .replace(/[\n\r\u2028\u2029<]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `'${escaped}'`;
}
