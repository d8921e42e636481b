import { isMap, isScalar, LineCounter, parseDocument, type Node, type Pair } from "yaml";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json } from "../../common/json.js";
import { describeTreeError, findTreeError } from "../../common/find-tree-error.js";
import type { ConfigFile, Word } from "../../serving/given.js";
import { shellText } from "../../common/shell-text.js";
import { repeatedKey } from "../recipes/yaml-keys.js";
import { nestingFault } from "../recipes/yaml-nesting.js";

/**
 * Creates a reader for the YAML file of `--config`, in which each key is a flag. A separate module, so that the YAML
 * library is only loaded for such a file. `read` returns the text of a path and throws if there is none.
 */
export function configFileReader(read: (path: string) => string): (path: string) => ConfigFile {
  return (path) => {
    if (!/\.ya?ml$/.test(path)) {
      const hint = "use a file whose name ends in `.yaml` or `.yml`";
      return refuse(diagnostic("bad-flag-value", `\`--config ${path}\` is not a YAML file`, { hint }));
    }
    try {
      return readConfigText(read(path), path);
    } catch (error) {
      const message = `\`${path}\` cannot be read: ${(error as Error).message}`;
      return refuse(diagnostic("file-not-found", message, { file: path, hint: "check the path" }));
    }
  };
}

function refuse(...diagnostics: Diagnostic[]): ConfigFile {
  return { words: [], diagnostics };
}

/** Parses the flags of a configuration file. */
export function readConfigText(text: string, file: string): ConfigFile {
  const tooDeep = nestingFault(text, file);
  if (tooDeep !== null) return refuse(tooDeep);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.1",
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    uniqueKeys: false,
    logLevel: "error",
  });
  if (document.errors.length > 0) {
    return refuse(
      ...document.errors.map((error) => yamlFault(error.message, { file, ...positionOf(error.pos[0], lines) })),
    );
  }
  const repeated = repeatedKey(document);
  if (repeated !== null)
    return refuse(yamlFault(`\`${repeated.key}\` occurs twice`, { file, ...positionOf(repeated.offset, lines) }));
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    return refuse(yamlFault((error as Error).message, { file }));
  }
  const fault = findTreeError(value);
  if (fault !== null) {
    const { message, hint } = describeTreeError(fault);
    return refuse(diagnostic(fault.code, message, { file, hint }));
  }
  if (!isObject(value) || !isMap(document.contents)) {
    return refuse(
      diagnostic("not-an-object", "the file is not a mapping of flags to values", {
        file,
        hint: "write one flag per line, such as `port: 8000`",
      }),
    );
  }
  const diagnostics: Diagnostic[] = [];
  const map = document.contents;
  const pairs = new Map<string, Pair>(
    map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])),
  );
  const words = Object.entries(value).flatMap(([key, child]) => {
    const pair = pairs.get(key);
    const node = pair?.key as Node | undefined;
    const place = { file, ...(node?.range == null ? {} : positionOf(node.range[0], lines)) };
    return readEntry(key, child as Json, sourceOf(pair?.value), place, diagnostics);
  });
  return { words, diagnostics };
}

/** Maximum length of a value in a message. */
const longest = 200;

function readEntry(
  key: string,
  value: Json,
  source: string | undefined,
  place: { file: string },
  diagnostics: Diagnostic[],
): readonly Word[] {
  const say = (texts: readonly string[], shown: string): readonly Word[] =>
    [`--${key}`, ...texts].map((text, index) => ({
      text,
      kind: "config-file",
      shown:
        index === 0 ? `${place.file}: ${key}: ${shown.length > longest ? `${shown.slice(0, longest)}…` : shown}` : "",
    }));
  if (value === false || (Array.isArray(value) && value.length === 0)) {
    const hint =
      value === false
        ? `write \`no-${key.replaceAll("_", "-")}: true\` if it is on by default; otherwise remove it`
        : "remove it";
    const message = `vLLM ignores \`${key}: ${JSON.stringify(value)}\``;
    diagnostics.push(diagnostic("flag-without-effect", message, { ...place, severity: "warning", hint }));
    return [];
  }
  if (value === true) return say([], "true");
  if (Array.isArray(value))
    return say(
      (value as Json[]).map((item) => pythonText(item)),
      JSON.stringify(value),
    );
  if (isObject(value)) return say([JSON.stringify(value)], JSON.stringify(value));
  const text = pythonText(value, source);
  return say([text], shellText([text]));
}

/** Renders a value like Python's `str()`, as vLLM passes it to the flag. */
function pythonText(value: Json, source?: string): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number" && Number.isInteger(value) && source?.includes(".")) return `${value}.0`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The source text of a number. */
function sourceOf(node: unknown): string | undefined {
  return isScalar(node) ? node.source : undefined;
}

function positionOf(offset: number, lines: LineCounter): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function yamlFault(message: string, place: Partial<Diagnostic>): Diagnostic {
  const [first = ""] = message.split("\n");
  const line = first.replace(/[.:]$/, "");
  const hint = "check the indentation and quotes here";
  return diagnostic("yaml-syntax", `not valid YAML: ${line.charAt(0).toLowerCase()}${line.slice(1)}`, {
    ...place,
    hint,
  });
}
