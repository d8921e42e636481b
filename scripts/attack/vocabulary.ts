import type { Json, JsonObject } from "../../engine/common/json.js";
import { firstOf } from "../../engine/common/must.js";
import { parsePath } from "../../engine/common/path.js";
import { parseExpression } from "../../engine/language/expression/parse-expression.js";
import { readsOf } from "../../engine/language/expression/static.js";
import { parseTemplate } from "../../engine/language/template.js";
import type { Files } from "./pair.js";

/** The paths and constants that rule files mention. */
export interface Vocabulary {
  /** Dotted paths, parents before children. */
  readonly paths: readonly string[];
  /** Constants by the path they are compared with or written to. */
  readonly constants: ReadonlyMap<string, readonly Json[]>;
  readonly all: readonly Json[];
  readonly architectures: readonly string[];
}

const hf = "model_config.hf_config";
const text = "model_config.hf_text_config";

export function vocabularyOf(...versions: readonly Files[]): Vocabulary {
  const paths = new Set<string>();
  const constants = new Map<string, Json[]>();
  const all: Json[] = [];
  const architectures = new Set<string>();
  const note = (path: string | null, value: Json) => {
    all.push(value);
    if (path !== null) constants.set(path, [...(constants.get(path) ?? []), value]);
    if (path !== null && typeof value === "object" && value !== null) noteInside(path, value);
  };
  const noteInside = (path: string, value: Json & object) => {
    for (const [key, inner] of Object.entries(value)) {
      if (parsePath(`${path}.${key}`).ok) paths.add(`${path}.${key}`);
      note(parsePath(`${path}.${key}`).ok ? `${path}.${key}` : null, inner as Json);
    }
  };
  const expression = (source: string): string | null => {
    const parsed = parseExpression(source);
    if (!parsed.ok) return null;
    const reads = readsOf(parsed.node)
      .filter((path) => path.length > 0)
      .map((path) => path.join("."));
    for (const path of reads) paths.add(path);
    const found: Json[] = [];
    collectLiterals(parsed.node, found);
    for (const value of found) for (const path of reads.length === 0 ? [null] : reads) note(path, value);
    return reads.length === 1 ? firstOf(reads) : null;
  };
  for (const files of versions) {
    for (const content of Object.values(files)) {
      const facts = new Map(
        Object.entries((content.facts as JsonObject | undefined) ?? {}).map(([name, source]) => [
          name,
          expression(source as string),
        ]),
      );
      const refer = (name: string): string | null => {
        if (facts.has(name)) return facts.get(name) ?? null;
        if (parsePath(name).ok) paths.add(name);
        return name;
      };
      walk(content, (node) => {
        if (typeof node.jsonata === "string") expression(node.jsonata);
        if (typeof node.fact === "string" && "operator" in node) {
          const path = refer(node.fact);
          const value = node.value as Json;
          if (
            typeof value === "object" &&
            value !== null &&
            !Array.isArray(value) &&
            typeof (value as JsonObject).fact === "string"
          )
            refer((value as JsonObject).fact as string);
          else for (const item of Array.isArray(value) ? value : [value]) note(path, item as Json);
        }
        for (const key of ["set", "unset"])
          if (typeof node[key] === "string" && node.stages === undefined) refer(node[key] as string);
        if (typeof node.set === "string" && "value" in node) note(node.set, node.value as Json);
        if (typeof node.message === "string") {
          const parsed = parseTemplate(node.message);
          if (parsed.ok) for (const part of parsed.parts) if ("name" in part) refer(part.name);
        }
        if (Array.isArray(node.architectures))
          for (const entry of node.architectures)
            architectures.add(typeof entry === "string" ? entry : (entry as any).architecture);
      });
    }
  }
  mirror(paths, constants);
  return {
    paths: [...paths].sort((left, right) => left.split(".").length - right.split(".").length),
    constants,
    all,
    architectures: [...architectures],
  };
}

/** What is said of one config is tried in the other. */
function mirror(paths: Set<string>, constants: Map<string, Json[]>): void {
  if (![...paths].some((path) => path.startsWith(text))) return;
  for (const path of [...paths]) {
    const others = path.startsWith(`${text}.`)
      ? [path.replace(text, hf), path.replace(text, `${hf}.text_config`)]
      : path.startsWith(`${hf}.`)
        ? [path.replace(hf, text)]
        : [];
    for (const other of others) {
      paths.add(other);
      constants.set(other, [...(constants.get(other) ?? []), ...(constants.get(path) ?? [])]);
    }
  }
}

function walk(value: unknown, visit: (node: JsonObject) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) visit(value as JsonObject);
  for (const inner of Object.values(value)) walk(inner, visit);
}

function collectLiterals(node: unknown, found: Json[]): void {
  if (typeof node !== "object" || node === null) return;
  if ((node as JsonObject).kind === "literal") found.push((node as { value: Json }).value);
  else if ((node as JsonObject).kind === "index") found.push((node as { index: number }).index);
  for (const inner of Object.values(node)) collectLiterals(inner, found);
}
