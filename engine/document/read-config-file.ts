import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from "yaml";
import { diagnostic, type Diagnostic } from "../base/diagnostic.js";
import type { Json } from "../base/json.js";
import { findForbidden } from "./fit-value.js";
import type { ConfigFile } from "./read-serve-args.js";
import type { Word } from "./serve-tokens.js";
import { shellText } from "./shell-text.js";

/**
 * Reads the YAML file of `--config` as vLLM does: each key is a flag. Stands alone, so that a program without such a
 * file never loads the YAML library. `read` gives the text of a path and throws where there is none.
 */
export function configFileReader(read: (path: string) => string): (path: string) => ConfigFile {
  return (path) => {
    if (!/\.ya?ml$/.test(path)) {
      const hint = "vLLM takes a file whose name ends in `.yaml` or `.yml`";
      return { words: [], diagnostics: [diagnostic("bad-flag-value", `\`--config ${path}\` names no YAML file`, { hint })] };
    }
    try {
      return readConfigText(read(path), path);
    } catch (error) {
      const found = diagnostic("file-not-found", `\`${path}\` cannot be read: ${(error as Error).message}`, { file: path, hint: "check the path" });
      return { words: [], diagnostics: [found] };
    }
  };
}

/** The flags of a configuration file's text. */
export function readConfigText(text: string, file: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: "1.1", lineCounter: lines, prettyErrors: false, merge: true });
  const place = (node: Node | null | undefined) => {
    const at = node?.range == null ? null : lines.linePos(node.range[0]);
    return at === null ? { file } : { file, line: at.line, column: at.col };
  };
  const diagnostics: Diagnostic[] = document.errors.map((error) => {
    const at = lines.linePos(error.pos[0]);
    const place = { file, line: at.line, column: at.col, hint: "check the indentation and the quotes here" };
    return diagnostic("yaml-syntax", `not valid YAML: ${firstLine(error.message)}`, place);
  });
  if (diagnostics.length > 0) return { words: [], diagnostics };
  if (!isMap(document.contents)) {
    const hint = "write one flag a line, such as `port: 8000`";
    return { words: [], diagnostics: [diagnostic("not-an-object", "the file holds no mapping of flags to values", { file, hint })] };
  }
  const words = document.contents.items.flatMap((pair) => {
    const key = isScalar(pair.key) ? String(pair.key.value) : "";
    const forbidden = findForbidden({ [key]: toJson(pair, document) }, []);
    if (key === "" || forbidden !== null) {
      const hint = "no setting of vLLM has this name; remove it";
      diagnostics.push(diagnostic("forbidden-key", `\`${forbidden?.at(-1) ?? ""}\` is not allowed as a key`, { ...place(pair.key as Node), hint }));
      return [];
    }
    return readEntry(key, pair, toJson(pair, document), file, place(pair.key as Node), diagnostics);
  });
  return { words, diagnostics };
}

function readEntry(key: string, pair: Pair, value: Json, file: string, place: object, diagnostics: Diagnostic[]): readonly Word[] {
  const flag = `--${key}`;
  const say = (texts: readonly string[], shown: string): readonly Word[] =>
    [flag, ...texts].map((text, index) => ({ text, kind: "config-file", shown: index === 0 ? `${file}: ${key}: ${shown}` : "" }));
  if (value === false || (Array.isArray(value) && value.length === 0)) {
    const hint = value === false ? `write \`no-${key.replaceAll("_", "-")}: true\` where it is on by default, else leave it out` : "leave it out";
    diagnostics.push(diagnostic("flag-without-effect", `vLLM drops \`${key}: ${JSON.stringify(value)}\``, { ...place, severity: "warning", hint }));
    return [];
  }
  if (value === true) return say([], "true");
  if (Array.isArray(value)) return say((value as Json[]).map((item) => pythonText(item)), JSON.stringify(value));
  if (typeof value === "object" && value !== null) return say([JSON.stringify(value)], JSON.stringify(value));
  const text = pythonText(value, isScalar(pair.value) ? pair.value.source : undefined);
  return say([text], shellText([text]));
}

/** Python's `str()` of a value: what vLLM hands on to the flag. */
function pythonText(value: Json, source?: string): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number" && Number.isInteger(value) && source?.includes(".")) return `${value}.0`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function toJson(pair: Pair, document: ReturnType<typeof parseDocument>): Json {
  const node = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
  if (isScalar(node)) return node.value instanceof Date ? String(node.source) : (node.value as Json);
  return isMap(node) || isSeq(node) ? (JSON.parse(JSON.stringify(node.toJS(document))) as Json) : null;
}

function firstLine(text: string): string {
  const line = text.split("\n")[0]!.replace(/[.:]$/, "");
  return line.charAt(0).toLowerCase() + line.slice(1);
}
