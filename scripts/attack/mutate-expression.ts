import { fromRecord } from "../../engine/common/must.js";
import { nextDouble } from "./neighbors.js";
import type { Random } from "./random.js";

type Rewrite = (text: string, random: Random) => string;

/** Expressions that are equal for all documents, for most, or for few. */
const rewrites: Readonly<Record<string, Rewrite>> = {
  brackets: (text) => `(${text})`,
  "add-zero": (text) => `(${text}) + 0`,
  "times-one": (text) => `(${text}) * 1`,
  "negate-twice": (text) => `-(-(${text}))`,
  "not-twice": (text) => `$not($not(${text}))`,
  "as-text": (text) => `(${text}) & ""`,
  "as-boolean": (text) => `$boolean(${text})`,
  "first-of-list": (text) => `([${text}])[0]`,
  "in-list": (text) => `[${text}]`,
  "or-null": (text) => `(${text}) ?? null`,
  "if-exists": (text) => `$exists(${text}) ? (${text}) : null`,
  "if-true": (text) => `true ? (${text}) : 0`,
  absolute: (text) => `$abs(${text})`,
  floor: (text) => `$floor(${text})`,
  round: (text) => `$round(${text})`,
  append: (text) => `$append(${text}, [])`,
  "halve-double": (text) => `(${text}) / 2 * 2`,
  thirds: (text) => `(${text}) / 3 * 3`,
  "add-text": (text) => `(${text}) = (${text}) ? (${text}) : null`,
  "and-true": (text) => `(${text}) and true`,
  "or-false": (text) => `(${text}) or false`,
  number: (text, random) =>
    replaceOne(text, /(?<![\w.`"])\d+(?:\.\d+)?(?![\w."\]])/g, random, (found) =>
      String(random.pick([Number(found) + 1, Number(found) - 1, nextDouble(Number(found), 1), Number(found) + 0.5])),
    ),
  operator: (text, random) =>
    replaceOne(
      text,
      / (?:<=|>=|!=|=|<|>|and|or|\+|-|\*|\/) /g,
      random,
      (found) => ` ${random.pick(fromRecord(sisters, found.trim()))} `,
    ),
  literal: (text, random) =>
    replaceOne(text, /"[^"]*"/g, random, (found) =>
      random.pick([`"${found.slice(1, -1)}x"`, '""', found.toUpperCase(), "null"]),
    ),
  swap: (text) => text.replace(/^(.+?) (=|!=|and|or|\+|\*) (.+)$/, "$3 $2 $1"),
  path: (text, random) =>
    replaceOne(text, /hf_config|hf_text_config/g, random, (found) =>
      found === "hf_config" ? "hf_text_config" : "hf_config",
    ),
  branch: (text) => text.replace(/^(.+?) \? (.+?) : (.+)$/, "$1 ? $3 : $2"),
  "deny-branch": (text) => text.replace(/^(.+?) \? (.+?) : (.+)$/, "$not($1) ? $3 : $2"),
};

const sisters: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">"],
  "<=": ["<", ">="],
  ">": [">=", "<"],
  ">=": [">", "<="],
  "=": ["!=", "in"],
  "!=": ["="],
  and: ["or"],
  or: ["and"],
  "+": ["-", "&"],
  "-": ["+"],
  "*": ["/", "+"],
  "/": ["*"],
};

function replaceOne(text: string, pattern: RegExp, random: Random, by: (found: string) => string): string {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return text;
  const match = random.pick(matches);
  return text.slice(0, match.index) + by(match[0]) + text.slice(match.index + match[0].length);
}

/** The same or nearly the same expression, and what was done to it. */
export function mutateExpression(text: string, random: Random): { text: string; tag: string } {
  for (let attempt = 0; attempt < 8; attempt++) {
    const [tag, rewrite] = random.pick(Object.entries(rewrites));
    const changed = rewrite(text, random);
    if (changed !== text) return { text: changed, tag: `expression-${tag}` };
  }
  return { text: `(${text})`, tag: "expression-brackets" };
}
