import { must } from "../../common/must.js";
import { unknownMark, type ShellVariables } from "./shell-variables.js";

export interface Expanded {
  /** The text with variables expanded, quoted so that a shell parser reads the values literally. */
  readonly text: string;
  /** Variables without a known value, which remain in the text. */
  readonly unknown: readonly string[];
}

const array = /^"\$\{(\w+)\[[@*]\]\}"|^\$\{(\w+)\[[@*]\]\}/;
const variable = /^\$(?:(\w+)|\{(\w+)(?:(:?[-=?+])([^}]*))?\})/;
const substitution = /^(?:\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`)/;

/**
 * Expands the variables of one command as a POSIX shell does: not in single quotes, and with word splitting outside of
 * quotes.
 */
export function expandShell(text: string, variables: Pick<ShellVariables, "get">): Expanded {
  const unknown: string[] = [];
  let [out, quote] = ["", ""];
  for (let rest = text; rest !== ""; ) {
    const list = quote === "" ? array.exec(rest) : null;
    const found = quote === "'" ? null : variable.exec(rest);
    const run = quote === "'" ? null : substitution.exec(rest);
    const name = list?.[1] ?? list?.[2];
    if (name !== undefined) out += variables.get(name)?.text ?? mark(name, unknown);
    else if (found !== null) out += valueOf(found, quote, variables, unknown);
    else if (run !== null) out += unknownMark;
    else {
      const part = quote !== "'" && rest[0] === "\\" ? rest.slice(0, 2) : rest.charAt(0);
      if (part === quote) quote = "";
      else if (quote === "" && (part === "'" || part === '"')) quote = part;
      out += part;
      rest = rest.slice(part.length);
      continue;
    }
    rest = rest.slice(must(list ?? found ?? run, "the expansion")[0].length);
  }
  return { text: out, unknown };
}

function valueOf(
  [, plain, braced, operator, word = ""]: RegExpExecArray,
  quote: string,
  variables: Pick<ShellVariables, "get">,
  unknown: string[],
): string {
  const name = plain ?? must(braced, "braced");
  const value = variables.get(name)?.text ?? null;
  const isUsed = value !== null && !(operator?.startsWith(":") === true && value === "");
  if (operator?.endsWith("+") === true) return isUsed ? expandShell(word, variables).text : "";
  if (isUsed) return quoted(value, quote);
  if (operator?.endsWith("-") === true || operator?.endsWith("=") === true) {
    const other = expandShell(word, variables);
    unknown.push(...other.unknown);
    return other.text;
  }
  return mark(name, unknown);
}

/** Marks an unknown variable with its name, for reports. */
function mark(name: string, unknown: string[]): string {
  unknown.push(name);
  return `\\\${${name}}`;
}

/** Quotes a value: inside quotes it is one word; outside, blanks split words and no other character is special. */
function quoted(value: string, quote: string): string {
  return quote === '"' ? value.replace(/["\\$`]/g, "\\$&") : value.replace(/[^\w@%+=:,./\s-]/g, "\\$&");
}
