import type { ParsedExpression } from "./parsed-expression.js";
import { constructsHint, useFilter } from "./refused-syntax.js";

type Words = readonly [message: string, hint: string];

/** Messages for jsonata's syntax error codes. `$` is the offending token. */
const words: Readonly<Record<string, Words>> = {
  S0101: ["a string is not closed", "add the closing quote"],
  S0102: ["the number `$` is too large", "write a number below 1.8e308"],
  S0103: ["`\\$` is no escape sequence", "write `\\\\` for a backslash"],
  S0104: ["`\\u` must be followed by four hexadecimal digits", "write four of 0-9 and a-f, such as `\\u00e9`"],
  S0105: ["a name in backticks is not closed", "add the closing backtick"],
  S0106: ["a comment is not closed", "add `*/`"],
  S0201: ["`$` is not allowed here", "the expression is complete before it: write an operator between, or remove it"],
  S0202: ["`$` is not allowed here", "check that each bracket is closed, and that commas stand between parts"],
  S0203: ["the expression ends too early", "close what is still open, or write the value after the last operator"],
  S0204: ["`$` is no operator", "docs/reference/expressions.md lists the operators"],
  S0207: ["the expression ends too early", "write the value after the last operator"],
  S0211: ["`$` needs something on its left", "write the value that it is to work on before it"],
  S0213: ["a number, `true`, `false` or `null` cannot be a step of a path", "write the name in backticks"],
};

/** Mistakes in constructs that the language does not support anyway. */
const leftOut: Readonly<Record<string, Words>> = {
  S0208: ["functions cannot be defined", useFilter],
  S0209: ["grouping with `{ }` after a path is left out", "write `.{ }` to make one object an item"],
  S0210: ["grouping with `{ }` after a path is left out", "write `.{ }` to make one object an item"],
  S0212: ["`:=` is left out", "give the value a name among the facts"],
  S0214: ["`@`, `#` and `%` are left out", "use a filter, or write the path from the document's root with `$$`"],
  S0215: ["`@`, `#` and `%` are left out", "use a filter, or write the path from the document's root with `$$`"],
  S0216: ["`@`, `#` and `%` are left out", "use a filter, or write the path from the document's root with `$$`"],
  S0217: ["the parent operator `%` is left out", "write the path from the document's root with `$$`"],
  S0301: ["regular expressions are left out", "compare strings, or use `$contains`"],
  S0302: ["regular expressions are left out", "compare strings, or use `$contains`"],
};

/** Converts an error of jsonata's parser to data, with a message of the language. */
export function explainSyntaxError(error: unknown, text: string): ParsedExpression {
  const { code = "", position, token } = (error ?? {}) as { code?: string; position?: number; token?: unknown };
  const out = leftOut[code];
  const [message, hint] = out ??
    (token === "(end)" ? words["S0203"] : words[code]) ?? ["the expression cannot be read", constructsHint];
  const shown = String(token ?? "");
  // The parser loses the position of a `%` that leads above the document.
  const end = code === "S0217" ? text.indexOf("%") : Math.min(position ?? text.length, text.length);
  // The position of a token is its end, except for a number that is too large.
  const start = end - shown.length;
  const offset = shown !== "" && start >= 0 && text.startsWith(shown, start) ? start : end;
  return {
    ok: false,
    code: out === undefined ? "expression-syntax" : "expression-refused",
    offset,
    message: message.replace("$", () => shown),
    hint,
  };
}
