import { isObject, type Json } from "../../common/json.js";
import type { ManifestDevice } from "../../serving/fleet.js";
import { readWords } from "../recipes/read-command.js";
import { noDevice, type ManifestDeployment } from "./deployment.js";
import { textsOf } from "./environment.js";
import { listAt, numberAt, objectAt, textAt } from "./structured-command.js";
import type { YamlDocument } from "./yaml-documents.js";

/** Reads a SkyPilot task: each server that its `run` script starts is a deployment. */
export function skyPilot(document: YamlDocument): readonly ManifestDeployment[] {
  const { value } = document;
  const resources = objectAt(value, "resources");
  const device = deviceOf(resources["accelerators"]);
  const environment = {
    ...textsOf(objectAt(value, "envs")),
    ...(device.count === null ? {} : { SKYPILOT_NUM_GPUS_PER_NODE: String(device.count) }),
  };
  const image = textAt(resources, "image_id")?.replace(/^docker:/, "") ?? null;
  const script = ["/bin/sh", "-c", textAt(value, "run") ?? ""];
  const name = textAt(value, "name");
  const common = {
    ...{ image, device, container: null, warnings: [] },
    workload: name === null ? null : { kind: "SkyPilot", namespace: null, name },
    replicas: numberAt(value, "service", "replicas") ?? numberAt(value, "service", "replica_policy", "min_replicas"),
  };
  const commands = readWords(script, document.lineOf(["run"]), image, environment);
  return commands.map((command) => ({ ...command, ...common }));
}

/** `H100:8`, `{ H100: 8 }`, or a list of alternatives, of which the first counts. */
function deviceOf(accelerators: Json | undefined): ManifestDevice {
  if (typeof accelerators === "string") {
    const [product = "", count = "1"] = accelerators.split(":");
    return { product, count: Number.isInteger(Number(count)) ? Number(count) : null, platform: null };
  }
  const [first] = listAt(accelerators);
  if (first !== undefined) return deviceOf(first);
  const [entry] = isObject(accelerators) ? Object.entries(accelerators) : [];
  return entry === undefined ? noDevice : deviceOf(entry.join(":"));
}
