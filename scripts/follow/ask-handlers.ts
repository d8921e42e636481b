import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import { showValue } from "../../engine/common/show-value.js";
import type { Result } from "../../engine/index.js";
import type { Program } from "../../engine/workspace/load-program.js";
import { runPython } from "./source-differences.js";

/** Comparison of one release's packs with the answers of another release's handlers. */
export interface HandlerAnswers {
  /** Handlers with whose every answer a pack agrees, and the number of answers. */
  readonly agreeing: readonly { readonly handler: string; readonly answers: number }[];
  readonly differing: readonly HandlerDifference[];
  /** Handlers that could not be run, with the reason. */
  readonly unasked: Readonly<Record<string, string>>;
}

export interface HandlerDifference {
  readonly handler: string;
  readonly hook: string;
  /** The corresponding pack; null if there is none. */
  readonly pack: string | null;
  readonly answers: number;
  /** Differences, each with its frequency and an example. */
  readonly fields: readonly FieldDifference[];
}

export interface FieldDifference {
  /** A field, or `logs` or `error`. */
  readonly path: string;
  readonly count: number;
  /** The smallest example, with the values that its document sets besides those common to the handler's documents. */
  readonly witness: { readonly id: string; readonly sets: readonly string[] };
  readonly found: Json;
  readonly expected: Json;
  /** Whether every differing answer has these two values, and no agreeing answer has a rule that wrote this value. */
  readonly isConstant: boolean;
  /** Whether the handler leaves the field unchanged in every differing answer. */
  readonly isLeft: boolean;
}

interface Vector {
  readonly id: string;
  readonly handler: string;
  readonly hook: string;
  readonly text?: string;
  readonly input: JsonObject;
  readonly expect: {
    readonly document: JsonObject | null;
    readonly logs: readonly { readonly level: string; readonly args: Json }[];
    readonly error: { readonly kind: string } | null;
  };
}

/** Handlers that vLLM selects by a property of the model instead of its architecture. */
const byProperty: Readonly<Record<string, string>> = {
  HybridAttentionMambaModelConfig: "vllm/hybrid-attention-mamba",
  SequenceClassificationConfig: "vllm/sequence-classification",
};

/** Runs the handlers of a release, and the packs of a program on the same inputs. */
export function askHandlers(release: string, program: Program): HandlerAnswers {
  const folder = mkdtempSync(path.join(tmpdir(), "fettle-follow-"));
  try {
    runPython("oracle/oracle.py", "answers", release, folder);
    const { unasked } = JSON.parse(readFileSync(path.join(folder, "index.json"), "utf8")) as {
      readonly unasked: Readonly<Record<string, string>>;
    };
    const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
    const asked = files.sort().map((file) => compareFile(readVectors(path.join(folder, file)), program));
    return {
      agreeing: asked.filter(({ fields }) => fields.length === 0),
      differing: asked.filter(({ fields }) => fields.length > 0),
      unasked,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readVectors(file: string): readonly Vector[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => share(JSON.parse(line) as Vector));
}

/** Makes hf_text_config the object that the answer states it aliases. */
function share(vector: Vector): Vector {
  if (vector.text === undefined) return vector;
  const model = vector.input["model_config"] as Record<string, Json>;
  model["hf_text_config"] = readPath(model, vector.text.split(".")) as Json;
  return vector;
}

function compareFile(vectors: readonly Vector[], program: Program): HandlerDifference {
  const [first] = vectors;
  const { handler = "", hook = "" } = first ?? {};
  const pack = first === undefined ? null : packFor(first, program);
  const found = new Map<string, { readonly vector: Vector; readonly found: Json; readonly expected: Json }[]>();
  for (const vector of vectors) {
    const result = pack === null ? null : program.run(vector.input as never, { pack });
    for (const entry of differences(result, vector)) {
      found.set(entry.path, [...(found.get(entry.path) ?? []), { ...entry, vector }]);
    }
  }
  const usual = new Set(first === undefined ? [] : leavesOf(first.input));
  for (const { input } of vectors) {
    const own = new Set(leavesOf(input));
    for (const leaf of usual) if (!own.has(leaf)) usual.delete(leaf);
  }
  const fields = [...found].map(([name, entries]): FieldDifference => {
    const [smallest] = entries.toSorted(
      (one, other) => leavesOf(one.vector.input).length - leavesOf(other.vector.input).length,
    );
    const { vector, found: ours, expected } = smallest as (typeof entries)[0];
    const isSame = entries.every(
      (entry) => isDeepStrictEqual(entry.found, ours) && isDeepStrictEqual(entry.expected, expected),
    );
    const keys = name.split(".");
    const differing = new Set(entries.map((entry) => entry.vector.id));
    const isWrittenElsewhere = vectors.some(
      ({ id, input, expect: { document } }) =>
        !differing.has(id) && isDeepStrictEqual(at(document, keys), ours) && !isDeepStrictEqual(at(input, keys), ours),
    );
    return {
      ...{ path: name, count: entries.length, found: ours, expected, isConstant: isSame && !isWrittenElsewhere },
      witness: { id: vector.id, sets: leavesOf(vector.input).filter((leaf) => !usual.has(leaf)) },
      isLeft: entries.every((entry) => isDeepStrictEqual(at(entry.vector.input, keys), entry.expected)),
    };
  });
  return { handler, hook, pack, answers: vectors.length, fields };
}

function at(document: JsonObject | null, keys: readonly string[]): Json {
  return document === null ? null : (readPath(document, keys) ?? null);
}

/** The values that a document sets, with their fields; `hf_config` repeats those of `hf_text_config`. */
function leavesOf(document: JsonObject): readonly string[] {
  const visit = (tree: Json, name: string): readonly string[] => {
    if (tree === null || name === "model_config.hf_config" || name === "model_config.architecture") return [];
    if (!isObject(tree)) return [`${name} ${showValue(tree, 40)}`];
    return Object.entries(tree).flatMap(([key, inner]) => visit(inner, name === "" ? key : `${name}.${key}`));
  };
  return visit(document, "");
}

/** The pack to which the set dispatches a vector's architecture; null if there is none. */
function packFor({ handler, hook, input }: Vector, { linked }: Program): string | null {
  const property = byProperty[handler];
  if (property !== undefined) return property;
  const architecture = readPath(input, ["model_config", "architecture"]);
  for (const stage of linked.stages) {
    if (stage.kind !== "dispatch" || typeof architecture !== "string") continue;
    const pack = stage.packs.get(architecture);
    if (pack !== undefined && linked.packs.get(pack)?.pack.hook === hook) return pack;
  }
  return null;
}

interface Difference {
  readonly path: string;
  readonly found: Json;
  readonly expected: Json;
}

/** Compares an answer with a pack's result for its input; without a pack, with the input itself. */
function differences(result: Result | null, { input, expect }: Vector): readonly Difference[] {
  const error = result === null ? null : (result.error?.kind ?? null);
  const expectedError = expect.error?.kind ?? null;
  if (error !== expectedError) return [{ path: "error", found: error, expected: expectedError }];
  const logs = (result?.logs ?? []).map(({ level, params }) => ({ level, args: Object.values(params) }));
  const ofLogs = isDeepStrictEqual(logs, expect.logs)
    ? []
    : [{ path: "logs", found: logs.length, expected: expect.logs.length }];
  const document = result === null ? input : (result.document as JsonObject | null);
  return [...fieldsOf(expect.document, document, ""), ...ofLogs];
}

function fieldsOf(expected: Json | undefined, found: Json | undefined, name: string): readonly Difference[] {
  if (isObject(expected) && isObject(found)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...keys].flatMap((key) => fieldsOf(expected[key], found[key], name === "" ? key : `${name}.${key}`));
  }
  if (isDeepStrictEqual(expected, found)) return [];
  return [{ path: name, found: found ?? null, expected: expected ?? null }];
}
