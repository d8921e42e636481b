import type { ParsedExpression } from "./parsed-expression.js";
import { useFilter } from "./refused-syntax.js";

type Words = readonly [message: string, hint: string];

const cannotParse: Words = [
  "cannot parse the expression",
  "see docs/reference/expressions.md for what an expression can contain",
];
const unexpectedEnd: Words = [
  "unexpected end of the expression",
  "close what is still open, or add a value after the last operator",
];

/** Messages for jsonata's syntax error codes. `$` is the offending token. */
const words: Readonly<Record<string, Words>> = {
  S0101: ["unterminated string", "add the closing quote"],
  S0102: ["the number `$` is too large", "write a number below 1.8e308"],
  S0103: ["`\\$` is not an escape sequence", "write `\\\\` for a backslash"],
  S0104: ["`\\u` must be followed by four hexadecimal digits", "write four of 0-9 and a-f, such as `\\u00e9`"],
  S0105: ["unterminated name in backticks", "add the closing backtick"],
  S0106: ["unterminated comment", "add `*/`"],
  S0201: ["`$` is not allowed here", "add an operator before it, or remove it"],
  S0202: ["`$` is not allowed here", "check that every bracket is closed, and that parts are separated by commas"],
  S0203: unexpectedEnd,
  S0204: ["`$` is not an operator", "see docs/reference/expressions.md for the operators"],
  S0207: unexpectedEnd,
  S0211: ["`$` needs a left operand", "add the operand before it"],
  S0213: ["a number, `true`, `false` or `null` cannot be a path step", "write the name in backticks"],
};

/** Mistakes in constructs that the language does not support anyway. */
const leftOut: Readonly<Record<string, Words>> = {
  S0208: ["function definitions are not supported", useFilter],
  S0209: ["grouping with `{ }` after a path is not supported", "write `.{ }` to make one object per item"],
  S0210: ["grouping with `{ }` after a path is not supported", "write `.{ }` to make one object per item"],
  S0212: ["`:=` is not supported", "make the value a fact"],
  S0214: ["`@`, `#` and `%` are not supported", "use a filter, or write the path from the document's root with `$$`"],
  S0215: ["`@`, `#` and `%` are not supported", "use a filter, or write the path from the document's root with `$$`"],
  S0216: ["`@`, `#` and `%` are not supported", "use a filter, or write the path from the document's root with `$$`"],
  S0217: ["the parent operator `%` is not supported", "write the path from the document's root with `$$`"],
  S0301: ["regular expressions are not supported", "compare strings, or use `$contains`"],
  S0302: ["regular expressions are not supported", "compare strings, or use `$contains`"],
  S0401: ["function definitions are not supported", useFilter],
  S0402: ["function definitions are not supported", useFilter],
};

/** Converts an error of jsonata's parser to data, with a message of the language. */
export function explainSyntaxError(error: unknown, text: string): ParsedExpression {
  const { code: given, position, token } = error as { code?: string; position?: number; token?: unknown };
  // The parser lets JavaScript read regular expressions.
  const code = error instanceof SyntaxError ? "S0302" : String(given);
  const out = leftOut[code];
  const [message, hint] = out ?? words[code] ?? cannotParse;
  const shown = token === undefined ? "" : String(token);
  // The parser loses the position of a `%` that leads above the document.
  const end = code === "S0217" ? text.indexOf("%") : (position ?? text.length);
  // The position of a token is its end, except for a number that is too large.
  const start = end - shown.length;
  return {
    ok: false,
    code: out === undefined ? "expression-syntax" : "expression-refused",
    offset: start >= 0 && text.startsWith(shown, start) ? start : end,
    message: message.replace("$", () => shown),
    hint,
  };
}
