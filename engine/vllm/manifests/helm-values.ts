import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { wordsOf } from "./containers.js";
import type { ManifestDeployment } from "./deployment.js";
import { deviceOf } from "./device.js";
import { environmentOf, type ConfigMaps } from "./environment.js";
import { flagWords, listAt, modelOf, numberAt, objectAt, structured, textAt } from "./structured-command.js";
import type { YamlDocument } from "./yaml-documents.js";

/** Keys of production-stack's `vllmConfig`, and the flags to which the chart converts them. */
const vllmConfig: Readonly<Record<string, string>> = {
  dtype: "dtype",
  maxModelLen: "max-model-len",
  maxNumSeqs: "max-num-seqs",
  gpuMemoryUtilization: "gpu-memory-utilization",
  tensorParallelSize: "tensor-parallel-size",
  pipelineParallelSize: "pipeline-parallel-size",
  maxLoras: "max-loras",
  enableChunkedPrefill: "enable-chunked-prefill",
  enablePrefixCaching: "enable-prefix-caching",
};

/** Reads values of vLLM's production-stack chart: one deployment for each entry of `servingEngineSpec.modelSpec`. */
export function productionStack(
  document: YamlDocument,
  configMaps: ConfigMaps,
  file: string | null,
): readonly ManifestDeployment[] {
  return listAt(document.value, "servingEngineSpec", "modelSpec").flatMap((entry, index) => {
    if (!isObject(entry)) return [];
    const line = document.lineOf(["servingEngineSpec", "modelSpec", index]);
    const environment = environmentOf(entry, configMaps, null, { file, line });
    const config = objectAt(entry, "vllmConfig");
    const model = modelOf(entry["modelURL"]);
    const [repository, tag] = [textAt(entry, "repository"), textAt(entry, "tag")];
    const count = numberAt(entry, "requestGPU");
    return [
      structured({
        line,
        words: [
          ...(model === null ? [] : [model]),
          ...Object.entries(vllmConfig).flatMap(([key, flag]) => flagWords(flag, config[key] as Json | undefined)),
          ...wordsOf(config["extraArgs"]),
        ],
        image: repository === null ? null : `${repository}${tag === null ? "" : `:${tag}`}`,
        workload: { kind: "production-stack", namespace: null, name: textAt(entry, "name") ?? String(index) },
        replicas: numberAt(entry, "replicaCount"),
        environment: environment.values,
        warnings: environment.warnings,
        device: { product: textAt(entry, "requestGPUType"), count, platform: count === null ? null : "cuda" },
      }),
    ];
  });
}

/** Reads values of llm-d's modelservice chart: decode and prefill, each a deployment of the serving container. */
export function llmD(
  document: YamlDocument,
  configMaps: ConfigMaps,
  file: string | null,
): readonly ManifestDeployment[] {
  const { value } = document;
  const model = modelOf(textAt(value, "modelArtifacts", "uri") ?? undefined);
  const name = textAt(value, "modelArtifacts", "name") ?? model ?? "model";
  return ["decode", "prefill"].flatMap((role) => {
    const part = objectAt(value, role);
    const containers = listAt(part, "containers");
    const at = containers.findIndex((entry) => isObject(entry) && servesModel(entry));
    const container = containers[at];
    if (!isObject(container) || part["create"] === false) return [];
    const line = document.lineOf([role, "containers", at]);
    const environment = environmentOf(container, configMaps, null, { file, line });
    const parallelism = objectAt(part, "parallelism");
    return [
      structured({
        line,
        words: [
          ...(model === null ? [] : [model]),
          ...flagWords("served-model-name", name),
          ...flagWords("tensor-parallel-size", parallelism["tensor"] as Json | undefined),
          ...flagWords("data-parallel-size", parallelism["data"] as Json | undefined),
          ...wordsOf(container["args"]),
        ],
        image: textAt(container, "image"),
        workload: { kind: "llm-d", namespace: null, name: `${name}-${role}` },
        replicas: numberAt(part, "replicas"),
        environment: environment.values,
        warnings: environment.warnings,
        device: deviceOf(container, [part["nodeSelector"] as Json | undefined, objectAt(part, "annotations")]),
      }),
    ];
  });
}

function servesModel(container: JsonObject): boolean {
  return container["modelCommand"] === "vllmServe" || container["mountModelVolume"] === true;
}
