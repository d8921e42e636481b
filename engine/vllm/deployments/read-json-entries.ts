import path from "node:path";
import { vllm } from "../adapter/vllm.js";
import { isResult, undoChanges } from "../../compiler/undo-changes.js";
import { diagnostic } from "../../common/diagnostic.js";
import { isObject, type JsonObject } from "../../common/json.js";
import { readJson, type JsonSource } from "../../common/read-json.js";
import { isModelConfig } from "../../serving/model-files.js";
import type { Result } from "../../generated/result.js";
import { readBlocks } from "../../workspace/read-blocks.js";
import { standardInput } from "../../workspace/read-input.js";
import { checked, unread, unsaid } from "./fleet-entry.js";
import type { FleetEntry } from "../../serving/fleet.js";

const documentHint =
  "expected a config document with `model_config`, a model's config.json, or a result of `fettle apply --format json`";
const longestLine = 256 * 1024 * 1024;

/** Classifies a JSON value and returns the deployment it represents. */
export function jsonEntry(source: JsonSource, name: string): FleetEntry {
  const { value, file } = source;
  if (!isObject(value))
    return unread([
      diagnostic("not-an-object", "a document in the fleet is an object", {
        file,
        ...source.locate(""),
        hint: documentHint,
      }),
    ]);
  if (isResult(value)) {
    const document = undoChanges(value as unknown as Result, vllm.alias);
    if (document !== null) return checked(document, name);
    const hint = "evaluate it again with rules that do not fail, or pass the document itself";
    return unread([
      diagnostic("document-type", "a failed result does not contain its document", {
        file,
        ...source.locate(""),
        severity: "warning",
        hint,
      }),
    ]);
  }
  if (isObject(value["model_config"])) return checked(value, name, source);
  if (isModelConfig(value, vllm))
    return {
      kind: "model",
      name,
      hfConfig: value,
      files: null,
      folder: null,
      model: modelName(value, name),
      args: [],
      file: name,
      line: 1,
      ...unsaid,
    };
  return unread([
    diagnostic("document-type", "this is not a config document", { file, ...source.locate(""), hint: documentHint }),
  ]);
}

function modelName(value: JsonObject, file: string): string {
  const stated = value["_name_or_path"];
  return typeof stated === "string" && stated !== "" ? stated : path.dirname(file);
}

/** Reads one JSON value, or one for each line. */
export async function* readInput(text: string): AsyncGenerator<FleetEntry> {
  const whole = readJson(text, standardInput);
  if (whole.ok) yield jsonEntry(whole.source, standardInput);
  else yield* readLines([Buffer.from(text)], standardInput);
}

/** Reads one JSON value for each line. */
export async function* readLines(
  input: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  file: string,
): AsyncGenerator<FleetEntry> {
  let number = 1;
  for await (const block of readBlocks(input, longestLine)) {
    if (block === null) {
      yield unread([
        diagnostic("file-too-large", "longer than 256 MB", {
          file,
          line: number++,
          column: 1,
          hint: "split it: a deployment takes a few thousand characters",
        }),
      ]);
      continue;
    }
    const text = block.toString("utf8");
    for (const line of (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n")) {
      const at = number++;
      if (line.trim() === "") continue;
      const read = readJson(line, file);
      if (read.ok) yield jsonEntry(inLine(read.source, at), `${file}:${at}`);
      else yield unread(read.diagnostics.map((entry) => ({ ...entry, line: at })));
    }
  }
}

/** Wraps a line of a file as a source with positions in the file. */
function inLine(source: JsonSource, line: number): JsonSource {
  const locate: JsonSource["locate"] = (place, what) => {
    const found = source.locate(place, what);
    return found === null ? null : { ...found, line };
  };
  return { ...source, locate };
}
