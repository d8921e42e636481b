import type { Word } from "../../serving/given.js";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import type { Json, JsonObject } from "../../common/json.js";
import { itemAt, lastOf } from "../../common/must.js";
import { forbiddenKeys } from "../../common/path.js";
import { readHumanInteger } from "./convert-value.js";
import { describeTreeError, findTreeError, type TreeError } from "../../common/find-tree-error.js";
import type { GivenKind, Origin } from "../../serving/origin.js";
import { shellText } from "../../common/shell-text.js";

/** One argument, in the spelling under which flags are registered. */
export interface Token {
  readonly text: string;
  /** The arguments as given; empty if another token already shows them. */
  readonly shown: string;
  readonly kind: GivenKind;
  /** Which arguments set which keys of a JSON value assembled from dotted flags, by dotted path inside it. */
  readonly leaves?: ReadonlyMap<string, Origin>;
}

const negativeNumber = /^-(?:\d+|\d*\.\d+)$/;

/**
 * Normalizes arguments as vLLM does before parsing: `_` becomes `-` in flag names, `-O3` becomes `--optimization-level
 * 3`, and the dotted flags of each flag become one JSON object. That object goes last, so it takes precedence over a
 * JSON object given to the same flag.
 */
export function spellTokens(words: readonly Word[], diagnostics: Diagnostic[], hasSuffixes = false): readonly Token[] {
  return mergeDotted(
    words.flatMap((word, index) => spell(word, words[index + 1])),
    diagnostics,
    hasSuffixes,
  );
}

function spell(word: Word, next: Word | undefined): readonly Token[] {
  const { text, kind } = word;
  const shown = word.shown ?? shellText([text]);
  if (text.startsWith("--")) {
    const name = text.replace(/[.=].*$/s, "");
    return [{ text: name.replaceAll("_", "-") + text.slice(name.length), shown, kind }];
  }
  if (text.startsWith("-O") && text !== "-O") {
    const level = text.slice(text[2] === "=" ? 3 : 2);
    return [
      { text: "--optimization-level", shown, kind },
      { text: level, shown: "", kind },
    ];
  }
  if (text === "-O" && next !== undefined && /^[0-3]$/.test(next.text))
    return [{ text: "--optimization-level", shown, kind }];
  return [{ text, shown, kind }];
}

interface Merged {
  readonly value: Record<string, Json>;
  readonly leaves: Map<string, Origin>;
  readonly shown: string[];
  kind: GivenKind;
}

function mergeDotted(tokens: readonly Token[], diagnostics: Diagnostic[], hasSuffixes: boolean): readonly Token[] {
  const rest: Token[] = [];
  const merged = new Map<string, Merged>();
  for (let index = 0; index < tokens.length; index++) {
    const token = itemAt(tokens, index);
    const { name, inline } = splitAssignment(token.text);
    if (!name.startsWith("-") || !name.includes(".")) {
      rest.push(token);
      continue;
    }
    if (negativeNumber.test(token.text)) {
      const hint = `write it as \`--flag=${token.text}\``;
      diagnostics.push(diagnostic("bad-flag-value", `vLLM reads \`${token.text}\` as a dotted flag`, { hint }));
      rest.push(token);
      continue;
    }
    const value = inline ?? tokens[index + 1]?.text;
    const shown =
      inline === null && value !== undefined ? `${token.shown} ${itemAt(tokens, ++index).shown}` : token.shown;
    if (value === undefined) {
      diagnostics.push(
        diagnostic("bad-flag-value", `\`${token.shown}\` needs a value`, { hint: "put the value after it" }),
      );
      continue;
    }
    const [flag, ...keys] = name.replace(/\+$/, "").split(".") as [string, ...string[]];
    const isList = name.endsWith("+");
    const read = isList ? value.split(",") : readLoosely(value, hasSuffixes);
    const forbidden = keys.find((key) => forbiddenKeys.has(key));
    const fault: TreeError | null =
      forbidden === undefined ? findTreeError(read) : { code: "forbidden-key", path: [forbidden] };
    if (fault !== null) {
      const { message, hint } = describeTreeError(fault);
      diagnostics.push(diagnostic(fault.code, `\`${shown.slice(0, 200)}\`: ${message}`, { hint, flag }));
      continue;
    }
    const into: Merged = merged.get(flag) ?? { value: {}, leaves: new Map(), shown: [], kind: token.kind };
    merged.set(flag, into);
    into.kind = token.kind;
    into.shown.push(shown);
    put(into, keys, read, { kind: token.kind, text: shown }, diagnostics);
  }
  for (const [flag, { value, leaves, shown, kind }] of merged) {
    rest.push({ text: flag, shown: shown.join(" "), kind, leaves }, { text: JSON.stringify(value), shown: "", kind });
  }
  return rest;
}

/** Splits `--name=value`; the value is null if it is a separate argument. */
function splitAssignment(text: string): { name: string; inline: string | null } {
  const at = text.indexOf("=");
  return at < 0 ? { name: text, inline: null } : { name: text.slice(0, at), inline: text.slice(at + 1) };
}

/** Merges a value: objects are merged, lists are concatenated, anything else is replaced. */
function put(into: Merged, keys: readonly string[], value: Json, origin: Origin, diagnostics: Diagnostic[]): void {
  let target = into.value;
  for (const key of keys.slice(0, -1)) {
    if (!isRecord(target[key])) target[key] = {};
    target = target[key] as Record<string, Json>;
  }
  merge(target, lastOf(keys), value, keys, origin, into, diagnostics);
}

function merge(
  target: Record<string, Json>,
  key: string,
  value: Json,
  path: readonly string[],
  origin: Origin,
  into: Merged,
  diagnostics: Diagnostic[],
): void {
  const old = Object.hasOwn(target, key) ? target[key] : undefined;
  if (isRecord(value) && isRecord(old)) {
    for (const [name, child] of Object.entries(value as JsonObject))
      merge(old, name, child, [...path, name], origin, into, diagnostics);
    return;
  }
  if (Array.isArray(value) && Array.isArray(old)) target[key] = [...(old as Json[]), ...(value as Json[])];
  else {
    if (old !== undefined) {
      const message = `\`${origin.text}\` overrides an earlier value of \`${path.join(".")}\``;
      diagnostics.push(diagnostic("repeated-flag", message, { severity: "note", hint: "remove one of the two" }));
    }
    target[key] = value;
  }
  into.leaves.set(path.join("."), origin);
}

function isRecord(value: unknown): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses JSON if the text is JSON, or a number with a suffix if suffixes are allowed; otherwise returns the text. */
function readLoosely(text: string, hasSuffixes: boolean): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return (hasSuffixes ? readHumanInteger(text) : null) ?? text;
  }
}
