/** A value in a message: short, and with no control character that could forge a line of a log. */
export function show(value) {
  if (typeof value === "string") return isPlain(value) ? value : escape(value);
  if (value === undefined) return "absent";
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? `[${value.length} items]` : "{…}";
}

function isPlain(text) {
  if (text.length > 200) return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

function escape(text) {
  const short = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return short.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
