import type { Json } from "../../common/json.js";

/** A value in Python's `repr` form. */
export type PythonValue =
  | { readonly kind: "plain"; readonly value: string | number | boolean | null }
  | { readonly kind: "list"; readonly items: readonly PythonValue[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [PythonValue, PythonValue])[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly PythonValue[]; readonly fields: Fields }
  /** A dotted name, such as `torch.bfloat16`. */
  | { readonly kind: "name"; readonly name: string }
  /** `<CompilationMode.VLLM_COMPILE: 3>` */
  | { readonly kind: "enum"; readonly name: string }
  /** Anything else between angle brackets, such as a function. */
  | { readonly kind: "opaque" };

type Fields = readonly (readonly [name: string, value: PythonValue])[];

export type ParsedPython =
  | { readonly ok: true; readonly value: PythonValue; readonly end: number }
  | { readonly ok: false; readonly at: number; readonly expected: string };

/** Maximum nesting: more than any configuration has, and too little to overflow the stack. */
const deepest = 64;

/** Parses the value at an offset of a text, in linear time. */
export function parsePython(text: string, start = 0): ParsedPython {
  const reader = new PythonReader(text, start);
  try {
    return { ok: true, value: reader.value(0), end: reader.at };
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    return { ok: false, at: error.at, expected: error.expected };
  }
}

class Unexpected extends Error {
  constructor(
    readonly at: number,
    readonly expected: string,
  ) {
    super(expected);
  }
}

const number = /[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+|inf\b|nan\b)/y;
const dottedName = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y;
const keyword = /([A-Za-z_]\w*)=/y;
const enumStart = /<(?:[A-Za-z_]\w*\.)+([A-Za-z_]\w*): /y;
const stringStart = /[bBrRuU]?(['"])/y;
const unescaped = /[^\\'"]+/y;
const constants = new Map<string, boolean | null>([
  ["None", null],
  ["True", true],
  ["False", false],
]);
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", f: "\f", v: "\v" };
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

class PythonReader {
  at: number;

  constructor(
    private readonly text: string,
    start: number,
  ) {
    this.at = start;
  }

  value(depth: number): PythonValue {
    if (depth > deepest) throw new Unexpected(this.at, `no more than ${deepest} levels`);
    const char = this.text[this.at];
    if (char === "[") return { kind: "list", items: this.#items("]", depth) };
    if (char === "(") return this.#tuple(depth);
    if (char === "{") return this.#braces(depth);
    if (char === "<") return this.#angle(depth);
    if (this.#match(stringStart, false) !== null) return { kind: "plain", value: this.#string() };
    const digits = this.#match(number);
    if (digits !== null) return { kind: "plain", value: numberOf(digits[0]) };
    const name = this.#match(dottedName)?.[0];
    if (name === undefined) throw new Unexpected(this.at, "a value");
    if (this.text[this.at] === "(") return this.#call(name, depth);
    const constant = constants.get(name);
    return constant === undefined ? { kind: "name", name } : { kind: "plain", value: constant };
  }

  #tuple(depth: number): PythonValue {
    const items = this.#items(")", depth);
    return { kind: "list", items };
  }

  /** Values in brackets, separated by commas. */
  #items(close: string, depth: number): readonly PythonValue[] {
    const items: PythonValue[] = [];
    this.#sequence(close, () => items.push(this.value(depth + 1)));
    return items;
  }

  /** A dict, or a set. */
  #braces(depth: number): PythonValue {
    const entries: (readonly [PythonValue, PythonValue])[] = [];
    const items: PythonValue[] = [];
    this.#sequence("}", () => {
      const key = this.value(depth + 1);
      if (this.text[this.at] !== ":") {
        items.push(key);
        return;
      }
      this.at++;
      this.#blanks();
      entries.push([key, this.value(depth + 1)]);
    });
    if (items.length === 0) return { kind: "dict", entries };
    if (entries.length > 0) throw new Unexpected(this.at, "all entries of a dict to have keys");
    return { kind: "list", items };
  }

  #call(name: string, depth: number): PythonValue {
    const args: PythonValue[] = [];
    const fields: (readonly [string, PythonValue])[] = [];
    this.#sequence(")", () => {
      const field = this.#match(keyword)?.[1];
      const value = this.value(depth + 1);
      if (field === undefined) args.push(value);
      else fields.push([field, value]);
    });
    return { kind: "call", name, args, fields };
  }

  /** The contents of brackets, starting at the opening one. */
  #sequence(close: string, readItem: () => void): void {
    this.at++;
    this.#blanks();
    while (this.text[this.at] !== close) {
      readItem();
      this.#blanks();
      if (this.text[this.at] === ",") {
        this.at++;
        this.#blanks();
      } else if (this.text[this.at] !== close) throw new Unexpected(this.at, `\`,\` or \`${close}\``);
    }
    this.at++;
  }

  /** A member of an enumeration, or an object without a representation of its own. */
  #angle(depth: number): PythonValue {
    const start = this.at;
    const name = this.#match(enumStart)?.[1];
    if (name !== undefined) {
      this.value(depth + 1);
      if (this.text[this.at] === ">") {
        this.at++;
        return { kind: "enum", name };
      }
    }
    this.at = start;
    this.#skipAngles();
    return { kind: "opaque" };
  }

  #skipAngles(): void {
    const start = this.at;
    let open = 0;
    for (; this.at < this.text.length; this.at++) {
      const char = this.text[this.at];
      if (char === "\n") break;
      if (char === "<") open++;
      if (char === ">" && --open === 0) {
        this.at++;
        return;
      }
    }
    throw new Unexpected(start, "a closing `>`");
  }

  #string(): string {
    const quote = this.#match(stringStart)?.[1] ?? "";
    let found = "";
    for (;;) {
      found += this.#match(unescaped)?.[0] ?? "";
      const char = this.text[this.at];
      if (char === undefined) throw new Unexpected(this.at, `a closing ${quote}`);
      this.at++;
      if (char === quote) return found;
      found += char === "\\" ? this.#escape() : char;
    }
  }

  #escape(): string {
    const char = this.text[this.at++] ?? "";
    const length = codeLengths[char];
    if (length === undefined) return escapes[char] ?? char;
    const digits = this.text.slice(this.at, this.at + length);
    const code = /^[0-9a-f]+$/i.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : Infinity;
    if (code > 0x10ffff) throw new Unexpected(this.at, `${length} hexadecimal digits`);
    this.at += length;
    return String.fromCodePoint(code);
  }

  #blanks(): void {
    while (this.text[this.at] === " ") this.at++;
  }

  #match(pattern: RegExp, consumes = true): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null && consumes) this.at = pattern.lastIndex;
    return found;
  }
}

function numberOf(digits: string): number {
  if (digits.endsWith("inf")) return digits.startsWith("-") ? -Infinity : Infinity;
  return digits.endsWith("nan") ? Number.NaN : Number(digits);
}

/**
 * Converts a value to JSON: enumeration members to their names, objects to their fields; undefined if it has no
 * representation.
 */
export function jsonOf(value: PythonValue): Json | undefined {
  switch (value.kind) {
    case "plain":
      return value.value;
    case "enum":
      return value.name;
    case "name":
      return value.name.slice(value.name.lastIndexOf(".") + 1);
    case "opaque":
      return undefined;
    case "list":
      return listOf(value.items);
    case "dict":
      return objectOf(value.entries.map(([key, entry]) => [String(jsonOf(key)), entry]));
    case "call":
      if (value.fields.length > 0) return objectOf(value.fields);
      if (value.args.length > 0) return jsonOf(value.args.at(-1) ?? { kind: "opaque" });
      return value.name === "set" || value.name === "frozenset" ? [] : {};
  }
}

function listOf(items: readonly PythonValue[]): Json | undefined {
  const known = items.map(jsonOf);
  return known.includes(undefined) ? undefined : (known as Json[]);
}

/** Omits entries without a representation. */
function objectOf(entries: Fields): Json {
  const known = entries.map(([key, value]) => [key, jsonOf(value)] as const);
  return Object.fromEntries(known.filter(([key, value]) => value !== undefined && key !== "__proto__")) as Json;
}
