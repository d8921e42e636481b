import path from "node:path";
import { diagnostic, FettleError } from "../common/diagnostic.js";
import { firstOf } from "../common/must.js";
import { isObject, type JsonObject } from "../common/json.js";
import type { JsonSource } from "../common/read-json.js";
import { isDirectory } from "../workspace/is-directory.js";
import type { ModelFiles } from "../serving/model-files.js";
import type { ServedEngine } from "../serving/serving-engine.js";
import { locateModel } from "./locate-model.js";
import { modelRoot } from "../workspace/model-folders.js";
import { nameOf, parseConfig, readText, readTextWithin, type Input } from "../workspace/read-input.js";

/** A model's config.json, and the model's name. */
export interface FoundModel {
  readonly source: JsonSource;
  readonly config: JsonObject;
  /** The model argument for vLLM: the folder, or the id that the file states. */
  readonly name: string;
  /** The other files of the model's folder; null if only its config.json is known. */
  readonly files: ModelFiles | null;
}

/**
 * Reads the config.json of MODEL: the file, its folder, an id in the Hugging Face cache, or `-`. @throws FettleError
 */
export async function findModel(
  model: string,
  { dispatch, serving }: ServedEngine,
  streams?: Input,
): Promise<FoundModel> {
  const place = locateModel(model);
  const isFolder = place !== "-" && isDirectory(place);
  const file = isFolder ? path.join(place, "config.json") : nameOf(place);
  const source = await parseConfig(
    isFolder ? await readTextWithin(file, [modelRoot(place)]) : await readText(place, streams ?? nothing),
    file,
  );
  const { value } = source;
  if (!isObject(value)) {
    const hint = "expected a model's config.json, an object with `architectures`";
    throw new FettleError([
      diagnostic("not-an-object", "config.json is not an object", { file, ...source.locate(""), hint }),
    ]);
  }
  if (isObject(value[firstOf(dispatch)])) {
    const hint = `run \`fettle apply ${model}\` to evaluate it`;
    throw new FettleError([
      diagnostic("bad-model-config", "this is already a config document, not a model's config.json", { file, hint }),
    ]);
  }
  if (typeof value["apiVersion"] === "string" && typeof value["kind"] === "string") {
    const hint = "name the model, or run `fettle upgrade FILE` on the deployment";
    throw new FettleError([
      diagnostic("bad-model-config", `this is a Kubernetes manifest (${value["kind"]}), not a model's config.json`, {
        file,
        hint,
      }),
    ]);
  }
  const stated = value["_name_or_path"];
  const isNamed = !isFolder && typeof stated === "string" && stated !== "";
  const files = isFolder ? await serving.readModelFolder(place) : null;
  return { source, config: value, name: isNamed ? stated : model === "-" ? "config.json" : model, files };
}

/** Empty standard input, the default. */
const nothing: Input = { input: (async function* () {})() };
