import { isObject, type Json } from "../../common/json.js";

/** Python source of one expression; `height` is the nesting depth of its brackets. */
export interface Code {
  readonly text: string;
  readonly height: number;
}

/** CPython's tokenizer accepts at most 200 nested brackets; readable code has far fewer. */
const highest = 12;

/** Collects the functions of a module, each before its callers. */
export interface Functions {
  /** Adds a function, deduplicated by body, and returns its name. */
  declare(kind: string, parameters: string, result: string, lines: readonly string[]): string;
  readonly lines: readonly string[];
}

export function startFunctions(): Functions {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const lines: string[] = [];
  return {
    lines,
    declare(kind, parameters, result, body) {
      const text = [kind, parameters, ...body].join("\n");
      const known = names.get(text);
      if (known !== undefined) return known;
      const number = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, number);
      const name = `_${kind}_${number}`;
      names.set(text, name);
      lines.push(
        "",
        "",
        `def ${name}(${parameters}) -> ${result}:`,
        ...body.map((line) => (line === "" ? "" : `    ${line}`)),
      );
      return name;
    },
  };
}

export const atom = (text: string): Code => ({ text, height: 0 });

/** Encloses parts in brackets; parts that nest too deeply are moved into functions. */
export function enclose(open: string, parts: readonly Code[], separator: string, close: string): Code {
  return {
    text: `${open}${parts.map(({ text }) => text).join(separator)}${close}`,
    height: 1 + Math.max(0, ...parts.map(({ height }) => height)),
  };
}

export function call(name: string, ...args: readonly Code[]): Code {
  return enclose(`${name}(`, args, ", ", ")");
}

export const list = (items: readonly Code[]): Code => enclose("[", items, ", ", "]");

/** Moves code that is nested too deeply into a function of the variables in scope. */
export function flatten(code: Code, functions: Functions, kind: string, variables: string, result: string): Code {
  if (code.height <= highest) return code;
  const parameters = variables
    .split(", ")
    .map((name) => `${name}: Any`)
    .join(", ");
  return call(functions.declare(kind, parameters, result, [`return ${code.text}`]), atom(variables));
}

const escapes: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Renders a string as ASCII Python source. */
export function pythonText(text: string): string {
  const letters = [...text].map((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if (escapes[letter] !== undefined) return escapes[letter];
    if (code >= 0x20 && code < 0x7f) return letter;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
  });
  return `"${letters.join("")}"`;
}

/** Renders a JSON value as Python source. */
export function pythonValue(value: Json): Code {
  if (value === null) return atom("None");
  if (typeof value === "boolean") return atom(value ? "True" : "False");
  if (typeof value === "string") return atom(pythonText(value));
  if (typeof value === "number") return atom(numberText(value));
  if (!isObject(value)) return list(value.map(pythonValue));
  const pairs = Object.entries(value).map(([key, child]) => {
    const { text, height } = pythonValue(child);
    return { text: `${pythonText(key)}: ${text}`, height };
  });
  return enclose("{", pairs, ", ", "}");
}

/** Renders integers as int only where doubles are exact. JavaScript does not distinguish -0 from 0 in comparisons. */
function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) > 2 ** 53 ? value.toExponential() : String(value + 0);
}

/** Renders a tuple of strings; a singleton has a trailing comma. */
export function textTuple(texts: readonly string[]): Code {
  return atom(`(${texts.map(pythonText).join(", ")}${texts.length === 1 ? "," : ""})`);
}
