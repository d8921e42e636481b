/** A simple command of a shell script as written, without comments and line breaks. */
export interface ShellCommand {
  /** Its first line, from 1. */
  readonly line: number;
  readonly text: string;
}

const ends = new Set(["\n", ";", "&", "|", "(", ")"]);

/** Splits a script into simple commands, in order; an array, `NAME=( … )`, is one. */
export function splitScript(script: string): readonly ShellCommand[] {
  const text = script.replaceAll("\r\n", "\n");
  const commands: ShellCommand[] = [];
  let [own, line, begin, quote, depth] = ["", 1, 1, "", 0];
  const end = (): void => {
    if (own.trim() !== "") commands.push({ line: begin, text: own.trim() });
    own = "";
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === "\n") line++;
    if (own.trim() === "") begin = line;
    if (letter === "\\" && quote !== "'") {
      if (text[at + 1] === "\n") own += " ";
      else own += letter + (text[at + 1] ?? "");
      if (text[++at] === "\n") line++;
    } else if (quote !== "") {
      if (letter === quote) quote = "";
      own += letter;
    } else if (letter === "'" || letter === '"' || letter === "`") {
      quote = letter;
      own += letter;
    } else if (letter === "#" && /(?:^|\s|[;&|()])$/.test(text.slice(Math.max(0, at - 1), at))) {
      while (at + 1 < text.length && text[at + 1] !== "\n") at++;
    } else if (letter === "(" && (depth > 0 || /(?:^|\s)\w+\+?=$|\$$/.test(own))) {
      depth++;
      own += letter;
    } else if (letter === ")" && depth > 0) {
      depth--;
      own += letter;
    } else if (ends.has(letter) && depth === 0 && !(letter === "&" && /[<>]$/.test(own))) end();
    else own += letter === "\n" ? " " : letter;
  }
  end();
  return commands;
}
