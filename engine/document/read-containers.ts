import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Node, type YAMLMap } from "yaml";
import { parse } from "shell-quote";
import { readWords, type ServeCommand } from "./read-command.js";
import { repeatedKey } from "./yaml-keys.js";
import { nestingFault } from "./yaml-nesting.js";

/**
 * The containers of a YAML file that serve a model with vLLM, as Kubernetes and Compose write them: a mapping with an
 * `image` and the words under `command`, `args` or `entrypoint`. None where the file is no YAML or has no such mapping.
 */
export function readContainers(text: string): readonly ServeCommand[] {
  if (nestingFault(text, null) !== null) return [];
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: "error" });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => (document.errors.length > 0 || repeatedKey(document) !== null ? [] : inside(document.contents, lines)));
}

function inside(node: unknown, lines: LineCounter): readonly ServeCommand[] {
  if (isSeq(node)) return node.items.flatMap((item) => inside(item, lines));
  if (!isMap(node)) return [];
  const image = node.get("image");
  if (typeof image !== "string") return node.items.flatMap(({ value }) => inside(value, lines));
  const words = ["entrypoint", "command", "args"].flatMap((key) => wordsOf(node, key));
  return readWords(words, lineOf(node, lines), image);
}

function wordsOf(node: YAMLMap, key: string): readonly string[] {
  const value = node.get(key);
  if (isSeq(value)) return value.items.flatMap((item) => (isScalar(item) ? [String(item.value)] : []));
  if (typeof value !== "string") return [];
  return parse(value.replaceAll("\\\n", " ").replaceAll("\n", " "), (name) => `\${${name}}`).flatMap((entry) => (typeof entry === "string" ? [entry] : []));
}

function lineOf(node: Node, lines: LineCounter): number {
  return node.range == null ? 1 : lines.linePos(node.range[0]).line;
}
