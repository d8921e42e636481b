/** Renders JSON as JavaScript source that is safe in any context, including a script element. */
export function toSource(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u2028\u2029<]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Renders a string as JavaScript source in single quotes: JSON text has many double quotes, which would each need a
 * backslash.
 */
export function quote(text: string): string {
  const escaped = text
    .replace(/[\\']/g, "\\$&")
    .replace(/[\n\r\u2028\u2029<]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `'${escaped}'`;
}
