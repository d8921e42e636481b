import { escapeControls, printableLines } from "./printable.js";

/** Formats arguments as one line that a shell parses back to the same arguments, and that prints without escaping. */
export function shellText(words: readonly string[]): string {
  return words.map(quoteWord).join(" ");
}

function quoteWord(word: string): string {
  if (escapeControls(printableLines(word)) !== word) return `$'${escapeBytes(word)}'`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Writes characters that output would escape in octal: Bash, Zsh and POSIX (since 2024) read it in `$'…'`. */
function escapeBytes(word: string): string {
  const octal = (byte: number) => `\\${byte.toString(8).padStart(3, "0")}`;
  return word.replace(/[^\x20-\x7e]|[#:'\\]/gu, (char) => [...new TextEncoder().encode(char)].map(octal).join(""));
}
