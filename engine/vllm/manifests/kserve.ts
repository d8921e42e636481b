import { isObject, type JsonObject } from "../../common/json.js";
import { wordsOf, workloadOf } from "./containers.js";
import type { ManifestDeployment } from "./deployment.js";
import { deviceOf } from "./device.js";
import { environmentOf, type ConfigMaps } from "./environment.js";
import { flagWords, listAt, modelOf, numberAt, objectAt, structured, textAt } from "./structured-command.js";
import type { YamlDocument } from "./yaml-documents.js";

/** Arguments of KServe's own server for Hugging Face models that are not vLLM flags; each takes a value. */
const ownArguments: ReadonlySet<string> = new Set(["--model_id", "--model_name", "--model_dir", "--backend", "--task"]);

/**
 * Reads the predictor of an InferenceService that KServe's Hugging Face runtime serves with vLLM. Custom containers are
 * read like any others.
 */
export function inferenceService(
  document: YamlDocument,
  configMaps: ConfigMaps,
  file: string | null,
): readonly ManifestDeployment[] {
  const predictor = objectAt(document.value, "spec", "predictor");
  const { model } = predictor;
  if (!isObject(model) || textAt(model, "modelFormat", "name") !== "huggingface") return [];
  const line = document.lineOf(["spec", "predictor", "model"]);
  const workload = workloadOf(document.value);
  const environment = environmentOf(model, configMaps, workload?.namespace ?? null, { file, line });
  const { own, others } = splitArguments(wordsOf(model["args"]).flatMap(splitEquals));
  const name = own.get("--model_name") ?? workload?.name ?? null;
  const served = own.get("--model_id") ?? modelOf(model["storageUri"]) ?? own.get("--model_dir") ?? null;
  return [
    structured({
      line,
      words: [...(served === null ? [] : [served]), ...flagWords("served-model-name", name), ...others],
      image: textAt(model, "image"),
      workload,
      container: null,
      replicas: numberAt(predictor, "minReplicas"),
      environment: environment.values,
      warnings: environment.warnings,
      device: deviceOf(model, [predictor["nodeSelector"], objectAt(document.value, "metadata", "annotations")]),
    }),
  ];
}

function splitEquals(word: string): readonly string[] {
  const at = word.indexOf("=");
  return word.startsWith("--") && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word];
}

function splitArguments(words: readonly string[]) {
  const own = new Map<string, string>();
  const others: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const name = word.replaceAll("-", "_").replace(/^__/, "--");
    if (ownArguments.has(name)) own.set(name, words[++index] ?? "");
    else others.push(word);
  }
  return { own, others };
}

/** Reads the workloads of an LLMInferenceService: decode, and prefill if it is separate. */
export function llmInferenceService(
  document: YamlDocument,
  configMaps: ConfigMaps,
  file: string | null,
): readonly ManifestDeployment[] {
  const spec = objectAt(document.value, "spec");
  const workload = workloadOf(document.value);
  const parts = [
    { part: spec, path: ["spec"], role: null },
    ...(isObject(spec["prefill"]) ? [{ part: spec["prefill"], path: ["spec", "prefill"], role: "prefill" }] : []),
  ];
  return parts.map(({ part, path, role }) => {
    const template = objectAt(part, "template");
    const containers = listAt(template, "containers").filter((entry): entry is JsonObject => isObject(entry));
    const at = Math.max(
      0,
      containers.findIndex(({ name }) => name === "main"),
    );
    const container = containers[at] ?? {};
    const line = document.lineOf(containers.length === 0 ? path : [...path, "template", "containers", at]);
    const environment = environmentOf(container, configMaps, workload?.namespace ?? null, { file, line });
    const model = modelOf(textAt(spec, "model", "uri") ?? undefined);
    const parallelism = objectAt(part, "parallelism");
    return structured({
      line,
      words: [
        ...(model === null ? [] : [model]),
        ...flagWords("served-model-name", textAt(spec, "model", "name")),
        ...flagWords("tensor-parallel-size", parallelism["tensor"]),
        ...flagWords("pipeline-parallel-size", parallelism["pipeline"]),
        ...flagWords("data-parallel-size", parallelism["data"]),
        ...(parallelism["expert"] === true ? ["--enable-expert-parallel"] : []),
        ...serveFlags(wordsOf(container["command"]), wordsOf(container["args"])),
        ...wordsOf(environment.values["VLLM_ADDITIONAL_ARGS"]),
      ],
      image: textAt(container, "image"),
      workload,
      container: role,
      replicas: numberAt(part, "replicas"),
      environment: environment.values,
      warnings: environment.warnings,
      device: deviceOf(container, [template["nodeSelector"], objectAt(document.value, "metadata", "annotations")]),
    });
  });
}

/** The flags of a container's command, with or without the program and a model. */
function serveFlags(command: readonly string[], args: readonly string[]): readonly string[] {
  const words = [...command, ...args];
  const serve = words.findIndex((word, index) => word === "serve" && /(?:^|\/)vllm$/.test(words[index - 1] ?? ""));
  const rest = words.slice(serve + 1);
  return serve >= 0 && !(rest[0] ?? "-").startsWith("-") ? rest.slice(1) : rest;
}
