import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Node, type YAMLMap } from "yaml";
import { parse } from "shell-quote";
import { readWords, type ServeCommand } from "./read-command.js";
import { repeatedKey } from "./yaml-keys.js";
import { nestingFault } from "./yaml-nesting.js";

/** An object of Kubernetes that runs a container. */
export interface Workload {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

export interface ContainerCommand extends ServeCommand {
  /** Null where no object of Kubernetes is around it. */
  readonly workload: Workload | null;
}

/**
 * The containers of a YAML file that serve a model with vLLM, as Kubernetes and Compose write them: a mapping with an
 * `image` and the words under `command`, `args` or `entrypoint`. None where the file is no YAML or has no such mapping.
 */
export function readContainers(text: string): readonly ContainerCommand[] {
  if (nestingFault(text, null) !== null) return [];
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "error",
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) =>
    document.errors.length > 0 || repeatedKey(document) !== null ? [] : inside(document.contents, lines, null),
  );
}

function inside(node: unknown, lines: LineCounter, workload: Workload | null): readonly ContainerCommand[] {
  if (isSeq(node)) return node.items.flatMap((item) => inside(item, lines, workload));
  if (!isMap(node)) return [];
  const own = workloadOf(node) ?? workload;
  const image = node.get("image");
  if (typeof image !== "string") return node.items.flatMap(({ value }) => inside(value, lines, own));
  const words = ["entrypoint", "command", "args"].flatMap((key) => wordsOf(node, key));
  const environment = { ...environmentOf(node.get("env")), ...environmentOf(node.get("environment")) };
  return readWords(words, lineOf(node, lines), image, environment).map((command) => ({ ...command, workload: own }));
}

/** What Kubernetes calls an object with a name; null for any other mapping. */
function workloadOf(node: YAMLMap): Workload | null {
  const [kind, metadata] = [node.get("kind"), node.get("metadata")];
  if (typeof kind !== "string" || !isMap(metadata)) return null;
  const [name, namespace] = [metadata.get("name") ?? metadata.get("generateName"), metadata.get("namespace")];
  return typeof name !== "string" ? null : { kind, namespace: typeof namespace === "string" ? namespace : null, name };
}

/** A list of names and values, a mapping, or a list of `NAME=value`; what is taken from elsewhere is left out. */
function environmentOf(node: unknown): Readonly<Record<string, string>> {
  const entries = isMap(node)
    ? node.items.map(({ key, value }) => [isScalar(key) ? key.value : null, isScalar(value) ? value.value : null])
    : isSeq(node)
      ? node.items.map(entryOf)
      : [];
  return Object.fromEntries(
    entries.flatMap(([name, value]) =>
      typeof name === "string" && value !== null && value !== undefined ? [[name, String(value)]] : [],
    ),
  );
}

function entryOf(item: unknown): readonly unknown[] {
  if (isMap(item)) return [item.get("name"), item.get("value")];
  const text = isScalar(item) ? String(item.value) : "";
  return text.includes("=") ? [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)] : [];
}

function wordsOf(node: YAMLMap, key: string): readonly string[] {
  const value = node.get(key);
  if (isSeq(value)) return value.items.flatMap((item) => (isScalar(item) ? [String(item.value)] : []));
  if (typeof value !== "string") return [];
  return parse(value.replaceAll("\\\n", " ").replaceAll("\n", " "), (name) => `\${${name}}`).flatMap((entry) =>
    typeof entry === "string" ? [entry] : [],
  );
}

function lineOf(node: Node, lines: LineCounter): number {
  return node.range == null ? 1 : lines.linePos(node.range[0]).line;
}
