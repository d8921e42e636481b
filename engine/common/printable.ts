/** Escapes all control, line-break and bidirectional characters in the syntax of JavaScript and JSON. */
export function escapeControls(text: string): string {
  return isPrintableAscii(text) ? text : text.replace(/[\t\n]/g, escape).replace(unprintable, escape);
}

/** Controls except tabs and line feeds, which terminals and log viewers may interpret as commands. */
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Makes text safe for terminals and CI logs: escapes controls, and the command syntax of GitHub (`::error`,
 * `##[error]`), Azure (`##vso[`) and TeamCity. JSON remains JSON with the same values.
 */
export function printableLines(text: string): string {
  if (!/[^\t\n\x20-\x7e]|##|::/.test(text)) return text;
  return text
    .replace(unprintable, escape)
    .replace(/#(?=#[\w.-]*\[)/g, escape)
    .replace(/^([^\S\n]*):(?=:)/gm, (_, blanks: string) => blanks + escape(":"));
}

/** Leaves out the middle of a text that is longer than `longest`: its end may say what is wrong with its beginning. */
export function shorten(text: string, longest: number): string {
  const kept = Math.floor(longest / 2);
  return text.length > longest ? `${text.slice(0, kept)}…${text.slice(-kept)}` : text;
}

function escape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function isPrintableAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}
