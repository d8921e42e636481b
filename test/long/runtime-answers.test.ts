import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { isObject, type JsonObject } from "../../engine/common/json.js";
import { processStreams } from "../../engine/cli/output/process-streams.js";
import { vllm } from "../../engine/vllm/adapter/vllm.js";
import { serving } from "../../engine/vllm/serving.js";
import { findModel } from "../../engine/resolve/find-model.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { environmentOf, knownDevice } from "../../engine/serving/devices.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { loadProgram } from "../../engine/workspace/load-program.js";

/** What real releases made of deployments: a folder with answers and models, which is not part of the repository. */
const folder = process.env["FETTLE_ANSWERS"] ?? path.join(import.meta.dirname, "../../../shared/truth");

interface Deployment {
  readonly id: string;
  readonly model: string;
  readonly argv: readonly string[];
}

interface Answer {
  readonly id: string;
  readonly ok: boolean;
  readonly extra?: { readonly selected_backend?: string; readonly executor?: string };
}

const lines = <Shape>(text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Shape);

const total = { asked: 0, wrong: 0 };

test.skipIf(!existsSync(folder)).each([
  ["v033-h100", "0.33.0", "H100"],
  ["v033-b200", "0.33.0", "B200"],
  ["v033-l4", "0.33.0", "L4"],
  ["v033-cpu", "0.33.0", "CPU"],
  ["v028-h100", "0.28.0", "H100"],
  ["v019-h100", "0.19.0", "H100"],
  ["v019-t5-h100", "0.19.0", "H100"],
])("attention backend and executor of %s", async (name, release, device) => {
  const { program } = await loadProgram({ target: `vllm@${release}`, deployments: true });
  const facts = loadServeFacts(release);
  const deployments = lines<Deployment>(readFileSync(path.join(folder, "deployments.jsonl"), "utf8"));
  const byId = new Map(deployments.map((deployment) => [deployment.id, deployment]));
  const own = environmentOf(knownDevice(device)!);
  const environment = Object.entries(own).map(([field, value]) => ({ field, value, text: device }));
  const memoryGiB = own["device_memory"];
  const machine = typeof memoryGiB === "number" ? { memoryGiB, name: String(own["device_name"]) } : null;
  const wrong: string[] = [];
  let asked = 0;
  for (const { id, ok, extra } of lines<Answer>(
    gunzipSync(readFileSync(path.join(folder, `${name}.jsonl.gz`))).toString(),
  )) {
    const deployment = byId.get(id);
    // An answer in angle brackets is an error of the question, or of a machine without a GPU.
    if (!ok || deployment === undefined || extra?.selected_backend?.startsWith("<") !== false) continue;
    const { model, argv } = deployment;
    const { config: hfConfig } = await findModel(
      path.join(folder, model),
      { ...vllm, serving },
      await processStreams(),
    );
    const built = buildDocument({ hfConfig, model, args: argv, facts, environment, device: machine });
    const result = program!.run(built.document);
    const runtime = (result.document as JsonObject | null)?.["runtime"];
    const [backend, executor] = isObject(runtime) ? [runtime["attention_backend"], runtime["executor"]] : [];
    asked++;
    if (backend !== extra.selected_backend)
      wrong.push(`${id}: ${backend ?? result.error?.message}, not ${extra.selected_backend}`);
    else if (executor !== extra.executor) wrong.push(`${id}: ${executor}, not ${extra.executor}`);
  }
  expect(asked).toBeGreaterThan(30);
  total.asked += asked;
  total.wrong += wrong.length;
  // Of models whose folder lacks the processor's files, vLLM takes text alone; of attention sinks, the question says
  // nothing.
  expect(wrong.length / asked, wrong.join("\n")).toBeLessThanOrEqual(0.06);
});

test.skipIf(!existsSync(folder))("98 of 100 answers over all releases and devices are right", () => {
  expect(total.wrong / total.asked, `${total.wrong} of ${total.asked} are wrong`).toBeLessThanOrEqual(0.02);
});
