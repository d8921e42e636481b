import { isObject, type JsonObject } from "../../common/json.js";
import { readConfigText } from "../files/read-config-file.js";
import { loadServeFacts } from "../facts.js";
import { containersIn } from "./containers.js";
import { unstated, type ManifestDeployment, type ReadManifest } from "./deployment.js";
import { configMapsOf, type ConfigMaps } from "./environment.js";
import { inferenceService, llmInferenceService } from "./kserve.js";
import { llmD, productionStack } from "./helm-values.js";
import { rayServe } from "./ray-serve.js";
import { skyPilot } from "./skypilot.js";
import { readYaml, type YamlDocument } from "./yaml-documents.js";

/** How to recognize a kind of YAML and read its deployments. */
interface ManifestKind {
  isMeant(value: JsonObject): boolean;
  read(document: YamlDocument, configMaps: ConfigMaps, file: string | null): readonly ManifestDeployment[];
}

/** Kinds with more structure than containers, the most specific first. */
const kinds: readonly ManifestKind[] = [
  { isMeant: ({ kind }) => kind === "LLMInferenceService", read: llmInferenceService },
  {
    isMeant: ({ kind }) => kind === "InferenceService",
    read: (...given) => [...inferenceService(...given), ...containersIn(...given)],
  },
  {
    isMeant: ({ kind, spec }) => kind === "RayService" && isObject(spec),
    read: (document, _, file) => rayService(document, file),
  },
  { isMeant: ({ servingEngineSpec }) => isObject(servingEngineSpec), read: productionStack },
  { isMeant: ({ modelArtifacts }) => isObject(modelArtifacts), read: llmD },
  {
    isMeant: ({ applications, llm_configs }) => Array.isArray(applications) || Array.isArray(llm_configs),
    read: rayServe,
  },
  { isMeant: ({ run, resources }) => typeof run === "string" && isObject(resources), read: skyPilot },
  { isMeant: isServeConfig, read: (document, _, file) => serveConfig(document, file) },
  { isMeant: () => true, read: containersIn },
];

/**
 * Reads the deployments of a YAML text: Kubernetes objects and operators, chart values, Compose, Ray Serve, SkyPilot,
 * and files of `vllm serve --config`. `configMaps` are those of the whole fleet.
 */
export function readManifest(text: string, file: string | null, configMaps: ConfigMaps = new Map()): ReadManifest {
  const { documents, findings } = readYaml(text, file);
  const known = new Map([...configMaps, ...configMapsOf(documents)]);
  return {
    documents: documents.map(({ value }) => value),
    deployments: deploymentsIn(documents, file, known),
    findings,
  };
}

/** Reads deployments from parsed documents. */
export function deploymentsIn(
  documents: readonly YamlDocument[],
  file: string | null,
  configMaps: ConfigMaps,
): readonly ManifestDeployment[] {
  return documents.flatMap((document) => {
    const kind = kinds.find((entry) => entry.isMeant(document.value));
    return kind?.read(document, configMaps, file) ?? [];
  });
}

/** Whether a mapping is, or is intended as, a recipe of vllm-project/recipes. */
export function isRecipe(value: JsonObject): boolean {
  return !Object.hasOwn(value, "kind") && ["model", "features", "variants", "meta"].some((key) => isObject(value[key]));
}

/** A RayService embeds its Ray Serve configuration as text. */
function rayService(document: YamlDocument, file: string | null): readonly ManifestDeployment[] {
  const { metadata, spec } = document.value;
  const text = isObject(spec) ? spec["serveConfigV2"] : null;
  if (typeof text !== "string") return [];
  const line = document.lineOf(["spec", "serveConfigV2"]);
  const name = isObject(metadata) && typeof metadata["name"] === "string" ? metadata["name"] : null;
  return readYaml(text, file).documents.flatMap((inner) =>
    rayServe(inner).map((found) => ({
      ...found,
      line: line + found.line,
      workload:
        found.workload === null || name === null
          ? found.workload
          : { ...found.workload, kind: "RayService", name: `${name}/${found.workload.name}` },
    })),
  );
}

/**
 * Whether a mapping is a file of `vllm serve --config`: it names a model, and all other keys are flags of some release.
 */
function isServeConfig(value: JsonObject): boolean {
  if (typeof value["model"] !== "string" || Object.hasOwn(value, "kind") || Object.hasOwn(value, "services"))
    return false;
  const { flags } = loadServeFacts();
  return Object.keys(value).every((key) => {
    const name = `--${key.replaceAll("_", "-")}`;
    return flags.spellings.has(name) || flags.absent.has(name);
  });
}

function serveConfig(document: YamlDocument, file: string | null): readonly ManifestDeployment[] {
  const { words } = readConfigText(document.text, file ?? "");
  const command = { line: 1, words, release: null, unknownImage: null, variables: [], environment: {} };
  return [{ ...unstated, ...command }];
}
