import { isObject, type Json, type JsonObject } from "../../common/json.js";
import type { ManifestDeployment } from "./deployment.js";
import type { Workload } from "../../serving/fleet.js";
import { textsOf } from "./environment.js";
import { flagWords, listAt, modelOf, numberAt, objectAt, structured, textAt } from "./structured-command.js";
import type { YamlDocument, YamlPath } from "./yaml-documents.js";

/** Reads Ray Serve LLM configurations: each of an application's `llm_configs` is a deployment. */
export function rayServe(document: YamlDocument): readonly ManifestDeployment[] {
  const { value } = document;
  const applications = listAt(value, "applications").flatMap((entry, index) =>
    configsIn(entry, ["applications", index, "args"], document, textAt(entry, "name")),
  );
  return [...applications, ...configsIn({ args: value }, [], document, null)];
}

function configsIn(
  application: Json,
  path: YamlPath,
  document: YamlDocument,
  name: string | null,
): readonly ManifestDeployment[] {
  return listAt(application, "args", "llm_configs").flatMap((config, index) =>
    isObject(config) ? [deploymentOf(config, document.lineOf([...path, "llm_configs", index]), name)] : [],
  );
}

function deploymentOf(config: JsonObject, line: number, application: string | null): ManifestDeployment {
  const loading = objectAt(config, "model_loading_config");
  const id = textAt(loading, "model_id");
  const model = modelOf(textAt(loading, "model_source") ?? id ?? undefined);
  const engine = objectAt(config, "engine_kwargs");
  const workload: Workload = {
    kind: "RayServe",
    namespace: null,
    name: [application, id].filter((part) => part !== null).join("/"),
  };
  const scaling = objectAt(config, "deployment_config", "autoscaling_config");
  return structured({
    line,
    words: [
      ...(model === null ? [] : [model]),
      ...flagWords("served-model-name", id),
      ...Object.entries(engine).flatMap(([key, value]) => flagWords(key.replaceAll("_", "-"), value as Json)),
    ],
    workload,
    replicas: numberAt(config, "deployment_config", "num_replicas") ?? numberAt(scaling, "min_replicas"),
    environment: textsOf(objectAt(config, "runtime_env")["env_vars"] as Json | undefined),
    device: { product: textAt(config, "accelerator_type"), count: null, platform: null },
  });
}
