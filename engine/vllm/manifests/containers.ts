import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { expandPlain, readWords } from "../recipes/read-command.js";
import { deviceOf } from "./device.js";
import type { ManifestDeployment } from "./deployment.js";
import type { Workload } from "../../serving/fleet.js";
import { environmentOf, type ConfigMaps } from "./environment.js";
import { splitWords } from "./split-words.js";
import type { YamlDocument, YamlPath } from "./yaml-documents.js";

/** Context of a location in a document. */
interface Surroundings {
  readonly document: YamlDocument;
  readonly file: string | null;
  readonly configMaps: ConfigMaps;
  readonly workload: Workload | null;
  readonly replicas: number | null;
  /** Mappings that may name a device's product, nearest first. */
  readonly labels: readonly (Json | undefined)[];
}

/**
 * Finds the containers in a document that serve a model with vLLM, in the syntax of Kubernetes and Compose: a mapping
 * with an `image` and arguments in `command`, `args` or `entrypoint`, at any depth.
 */
export function containersIn(
  document: YamlDocument,
  configMaps: ConfigMaps,
  file: string | null,
): readonly ManifestDeployment[] {
  const around = { document, file, configMaps, workload: null, replicas: null, labels: [] };
  return inside(document.value, [], around);
}

function inside(value: Json, path: YamlPath, around: Surroundings): readonly ManifestDeployment[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => inside(item, [...path, index], around));
  if (!isObject(value)) return [];
  const image = value["image"];
  if (typeof image === "string") return containerAt(value, image, path, around);
  const own = enter(value, around);
  return Object.entries(value).flatMap(([key, child]) => inside(child as Json, [...path, key], own));
}

function enter(value: JsonObject, around: Surroundings): Surroundings {
  const spec = isObject(value["spec"]) ? value["spec"] : value;
  const replicas = spec["replicas"];
  const metadata = isObject(value["metadata"]) ? value["metadata"] : {};
  return {
    ...around,
    workload: workloadOf(value) ?? around.workload,
    replicas: typeof replicas === "number" ? replicas : around.replicas,
    labels: [value["nodeSelector"], metadata["annotations"], metadata["labels"], ...around.labels],
  };
}

/** Identifies a named Kubernetes object; null for any other mapping. */
export function workloadOf(value: JsonObject): Workload | null {
  const { kind, metadata } = value;
  if (typeof kind !== "string" || !isObject(metadata)) return null;
  const { name, generateName, namespace } = metadata;
  const called = name ?? generateName;
  return typeof called !== "string"
    ? null
    : { kind, namespace: typeof namespace === "string" ? namespace : null, name: called };
}

function containerAt(
  container: JsonObject,
  image: string,
  path: YamlPath,
  { document, file, configMaps, workload, replicas, labels }: Surroundings,
): readonly ManifestDeployment[] {
  const line = document.lineOf(path);
  const words = ["entrypoint", "command", "args"].flatMap((key) => wordsOf(container[key]));
  const environment = environmentOf(container, configMaps, workload?.namespace ?? null, { file, line });
  const service = path[0] === "services" && path.length === 2 ? String(path[1]) : null;
  const name = container["name"];
  return readWords(words, line, image, environment.values).map((command) => ({
    ...command,
    workload: workload ?? (service === null ? null : { kind: "Compose", namespace: null, name: service }),
    container: typeof name === "string" && service === null ? name : null,
    image: expandPlain(image, environment.values),
    replicas: composeReplicas(container) ?? replicas,
    device: deviceOf(container, labels),
    warnings: environment.warnings,
  }));
}

function composeReplicas({ deploy }: JsonObject): number | null {
  const replicas = isObject(deploy) ? deploy["replicas"] : null;
  return typeof replicas === "number" ? replicas : null;
}

/** The arguments of a command: a list, or a string that a shell splits. */
export function wordsOf(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => (typeof item === "object" ? [] : [String(item)]));
  return typeof value === "string" ? splitWords(value) : [];
}
