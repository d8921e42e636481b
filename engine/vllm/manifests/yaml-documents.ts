import { isMap, LineCounter, parseAllDocuments, visit, type Document, type Node } from "yaml";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { describeTreeError, findTreeError } from "../../common/find-tree-error.js";
import { isObject, type JsonObject } from "../../common/json.js";
import { repeatedKey } from "../recipes/yaml-keys.js";
import { nestingFault } from "../recipes/yaml-nesting.js";

export type YamlPath = readonly (string | number)[];

/** One document of a YAML text, with its line numbers. */
export interface YamlDocument {
  readonly value: JsonObject;
  /** Source text. */
  readonly text: string;
  /** The line of a path, from 1; that of the nearest ancestor if the path does not exist. */
  lineOf(path: YamlPath): number;
}

export interface ReadYaml {
  readonly documents: readonly YamlDocument[];
  /** One for each unreadable document, or one for the text. */
  readonly findings: readonly Diagnostic[];
}

/** The start of a Helm template's action; variables in Jinja chat templates have no leading dot. */
const action = /\{\{-?\s*(?:[.$]|\/\*|(?:if|else|end|with|range|include|template|toYaml|define|tpl|default)\b)/;

/** Parses the documents of a text that are mappings; invalid documents do not affect the others. */
export function readYaml(text: string, file: string | null): ReadYaml {
  const fault = sizeFault(text, file) ?? nestingFault(text, file);
  if (fault !== null) return { documents: [], findings: [fault] };
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "error",
    merge: true,
  });
  const read = (Array.isArray(parsed) ? parsed : []).map((document) => readDocument(document, text, lines, file));
  return {
    documents: read.flatMap((entry) => ("value" in entry ? [entry] : [])),
    findings: read.flatMap((entry) => ("code" in entry ? [entry] : [])),
  };
}

/** More than a rendered chart with hundreds of deployments. */
const mostCharacters = 16_000_000;

function sizeFault(text: string, file: string | null): Diagnostic | null {
  if (text.length <= mostCharacters) return null;
  const hint = "split the deployments into smaller files, or pass only their objects";
  return diagnostic("file-too-large", "longer than 16 MB", { file, line: 1, column: 1, hint });
}

function readDocument(
  document: Document,
  text: string,
  lines: LineCounter,
  file: string | null,
): YamlDocument | Diagnostic | object {
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [error] = document.errors;
  if (error !== undefined) {
    const from = document.range?.[0] ?? 0;
    const found = action.exec(text.slice(from, document.range?.[2]));
    return found === null ? yamlFault(error.message, at(error.pos[0])) : unrendered(at(from + found.index));
  }
  const left = templateOffset(document);
  if (left !== null) return unrendered(at(left));
  const repeated = repeatedKey(document);
  if (repeated !== null) return yamlFault(`\`${repeated.key}\` occurs twice`, at(repeated.offset));
  const start = document.contents?.range?.[0] ?? 0;
  let value: unknown;
  try {
    value = document.toJS();
  } catch (thrown) {
    return yamlFault((thrown as Error).message, at(start));
  }
  if (!isObject(value)) return {};
  const fault = findTreeError(value);
  if (fault !== null) {
    const { message, hint } = describeTreeError(fault);
    return diagnostic(fault.code, message, { ...at(start), hint });
  }
  return {
    value,
    text: text.slice(document.range?.[0] ?? 0, document.range?.[2]),
    lineOf(path: YamlPath) {
      for (let length = path.length; length >= 0; length--) {
        const node = (length === 0 ? document.contents : document.getIn(path.slice(0, length), true)) as Node | null;
        const offset = node?.range?.[0];
        if (offset !== undefined) return lines.linePos(offset).line;
      }
      return 1;
    },
  } satisfies YamlDocument;
}

/**
 * Finds a mapping or a short string that is a template action: `key: {{ .Values.x }}` parses as a mapping inside a
 * mapping.
 */
function templateOffset(document: Document): number | null {
  let found: number | null = null;
  const note = (node: { range?: readonly number[] | null }) => {
    found = node.range?.[0] ?? 0;
    return visit.BREAK;
  };
  visit(document, {
    Pair: (_, { key }, around) => {
      const outer = around.at(-1);
      return isMap(key) && key.flow === true && isMap(outer) ? note(outer) : undefined;
    },
    Scalar: (_, node) =>
      typeof node.value === "string" && !node.type?.startsWith("BLOCK") && action.exec(node.value)?.index === 0
        ? note(node)
        : undefined,
  });
  return found;
}

function unrendered(place: Partial<Diagnostic>): Diagnostic {
  const hint = "render it first: `helm template RELEASE CHART | fettle audit -`";
  return diagnostic("template-not-rendered", "this is an unrendered template", { ...place, hint });
}

function yamlFault(message: string, place: Partial<Diagnostic>): Diagnostic {
  const line = (message.split("\n")[0] ?? "").replace(/[.:]$/, "");
  const hint = "check the indentation and quotes here, and that the text is complete";
  return diagnostic("yaml-syntax", `not valid YAML: ${line.charAt(0).toLowerCase()}${line.slice(1)}`, {
    ...place,
    hint,
  });
}
