import type { AnyNode } from "@humanwhocodes/momoa";
import { diagnostic, type Diagnostic } from "./diagnostic.js";
import { countKeys, isEscaped, isStrictJson, maximumDepth, withoutByteOrderMark } from "./strict-json.js";
import type { Json } from "./json.js";
import { forbiddenKeys, pointer } from "./path.js";
import { positionAt, type Position } from "./position.js";
import { locate, locateInside, memberKey, parseTree } from "./source-text.js";

/** Above this size in bytes, diagnostics have a position only if it is known without parsing again. */
const largestTree = 32 * 1024 * 1024;

/** A parsed JSON text with the positions of its parts. */
export interface JsonSource {
  readonly file: string | null;
  readonly value: Json;
  /** Maps a pointer into the value to a pointer into the text, where they differ. */
  readonly written?: (pointer: string) => string;
  /** The position of a JSON Pointer, or of a UTF-16 offset inside the string there; null for texts above 32 MB. */
  locate(pointer: string, what?: "key" | "value" | { readonly offset: number }): Position | null;
}

export type ReadJson =
  | { readonly ok: true; readonly source: JsonSource }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Parses JSON by RFC 8259 and rejects what JSON.parse accepts: duplicate keys, keys that could become a prototype, and
 * nesting beyond {@link maximumDepth}. `keys` is the number of keys in the text, if known.
 */
export function readJson(text: string, file: string | null = null, keys: number | null = null): ReadJson {
  const body = withoutByteOrderMark(text);
  let value: Json;
  try {
    value = JSON.parse(body) as Json;
  } catch (error) {
    return { ok: false, diagnostics: [explainSyntax(body, file, error as Error)] };
  }
  const finding = isStrictJson(value, body, keys) ? null : findFault(body, file, value);
  if (finding !== null) return { ok: false, diagnostics: [finding] };
  let tree: ReturnType<typeof parseTree> | undefined;
  return {
    ok: true,
    source: {
      file,
      value,
      locate(place, what) {
        if (body.length > largestTree) return null;
        tree ??= parseTree(body);
        return typeof what === "object" ? locateInside(tree, body, place, what.offset) : locate(tree, place, what);
      },
    },
  };
}

/** Finds the error in a text that is known to be JSON. */
function findFault(text: string, file: string | null, value: Json): Diagnostic | null {
  let keys = 0;
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maximumDepth) return tooDeep(text, file);
    const next: Json[] = [];
    for (const part of level) {
      if (typeof part !== "object" || part === null) continue;
      if (Array.isArray(part)) {
        for (const child of part) if (typeof child === "object" && child !== null) next.push(child);
        continue;
      }
      for (const key of Object.keys(part)) {
        keys++;
        if (forbiddenKeys.has(key)) return keyFault(text, file, "forbidden-key");
        const child = (part as { [key: string]: Json })[key];
        if (typeof child === "object" && child !== null) next.push(child);
      }
    }
    level = next;
  }
  return countKeys(text) === keys ? null : keyFault(text, file, "duplicate-key");
}

function tooDeep(text: string, file: string | null): Diagnostic {
  return diagnostic("too-deep", `nested deeper than ${maximumDepth} levels`, {
    ...{ file, ...positionAt(text, deepPlace(text) ?? 0) },
    hint: "check the program that wrote it: no configuration is nested this deeply",
  });
}

function keyFault(text: string, file: string | null, code: "duplicate-key" | "forbidden-key"): Diagnostic {
  const [key, path, place] = text.length > largestTree ? [null, null, null] : findKey(text, code);
  const name = key === null ? "a key" : `\`${key}\``;
  return code === "duplicate-key"
    ? diagnostic(code, `${name} occurs twice in one object`, {
        ...{ file, path, ...place },
        hint: "keep one of the two: JSON parsers disagree about which one counts",
      })
    : diagnostic(code, `${name} is not allowed as a key`, {
        ...{ file, path, ...place },
        hint: `remove it: ${[...forbiddenKeys].join(", ")} could cause prototype pollution`,
      });
}

function findKey(
  text: string,
  code: "duplicate-key" | "forbidden-key",
): [string | null, string | null, Position | null] {
  const open: [AnyNode, readonly (string | number)[]][] = [[parseTree(text).body, []]];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const [node, keys] = entry;
    if (node.type === "Array") node.elements.forEach((element, index) => open.push([element.value, [...keys, index]]));
    if (node.type !== "Object") continue;
    const seen = new Set<string>();
    for (const member of node.members) {
      const key = memberKey(member.name);
      if (code === "duplicate-key" ? seen.has(key) : forbiddenKeys.has(key)) {
        return [key, pointer([...keys, key]), { line: member.loc.start.line, column: member.loc.start.column }];
      }
      seen.add(key);
      open.push([member.value, [...keys, key]]);
    }
  }
  return [null, null, null];
}

function explainSyntax(text: string, file: string | null, error: Error): Diagnostic {
  if (deepPlace(text) !== null) return tooDeep(text, file);
  const reported = /position (\d+)/.exec(error.message)?.[1];
  const end = text.trimEnd().length;
  const isCutOff = reported === undefined ? /end of JSON/.test(error.message) : Number(reported) >= end;
  const fault = isCutOff || text.length > largestTree ? null : syntaxFault(text);
  const conflict = /^<{7} /m.exec(text);
  if (conflict !== null) {
    const hint = "resolve the conflict, remove the `<<<<<<<`, `=======` and `>>>>>>>` lines, then `git add` the file";
    return diagnostic("json-syntax", "unresolved merge conflict", {
      file,
      ...positionAt(text, conflict.index),
      hint,
    });
  }
  const [found, hint] = explain(text, isCutOff, fault, error);
  const place = fault ?? positionAt(text, isCutOff ? end : Number(reported ?? 0));
  return diagnostic("json-syntax", found, { file, line: place.line, column: place.column, hint });
}

function explain(text: string, isCutOff: boolean, fault: { found: string } | null, error: Error): [string, string] {
  if (text.trim() === "") return ["the input is empty", "expected one JSON value"];
  if (isCutOff) {
    return ["not valid JSON: unexpected end of input", "close the string, array or object that is still open"];
  }
  if (/control character/.test(error.message)) {
    return ["not valid JSON: unescaped control character in a string", "write it as an escape, such as \\n or \\t"];
  }
  return [
    `not valid JSON: unexpected \`${fault?.found ?? "text"}\``,
    "use double quotes around keys and strings, and remove comments and trailing commas",
  ];
}

function syntaxFault(text: string): (Position & { found: string }) | null {
  try {
    parseTree(text);
    return null;
  } catch (error) {
    const { line, column, offset } = error as { line?: number; column?: number; offset?: number };
    if (line === undefined || column === undefined || offset === undefined) return null;
    const found = /^(?:[\w.+-]+|\S)/.exec(text.slice(offset, offset + 40))?.[0] ?? "end of line";
    return { line, column, found: found.replaceAll("`", "'") };
  }
}

/** Returns the offset at which a text (JSON or not) exceeds the maximum nesting depth; null if it does not. */
function deepPlace(text: string): number | null {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) {
      if (++depth > maximumDepth) return index;
    } else if (code === 0x5d || code === 0x7d) depth--;
    else if (code === 0x22) {
      do index = text.indexOf('"', index + 1);
      while (index >= 0 && isEscaped(text, index));
      if (index < 0) return null;
    }
  }
  return null;
}
