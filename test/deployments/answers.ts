import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Json, JsonObject } from "../../engine/common/json.js";
import type { makeRun } from "../../engine/compiler/make-run.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { isStartRefused } from "../../engine/vllm/start-refused.js";
import { differingFields, flatten, type FlatDocument } from "./differing-fields.js";

export type Run = ReturnType<typeof makeRun>;

/** What real vLLM made of a deployment: its document flattened, or null where it refused to start. */
export interface Answer {
  readonly id: string;
  readonly model: string;
  readonly argv: readonly string[];
  readonly document: FlatDocument | null;
}

export interface Answers {
  readonly release: string;
  /** Contents of each model's folder. */
  readonly models: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly answers: readonly Answer[];
}

/** An H100 80 GB, as the answers have it. */
const machine = [
  { field: "platform", value: "cuda", text: "--platform cuda" },
  { field: "device_capability", value: 90, text: "--compute-capability 9.0" },
  { field: "flash_attn_4", value: true, text: "--flash-attention 4" },
  { field: "device_name", value: "NVIDIA H100 80GB HBM3", text: "--gpu-name" },
  { field: "device_memory", value: 80, text: "--gpu-memory 80" },
] as const;

export function readAnswers(name: string): Answers {
  const file = new URL(`../vectors/deployments/${name}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as Answers;
}

/** How Fettle and vLLM differ over a deployment: fields, or who alone refuses it. */
export function compareAnswer(answer: Answer, { release, models }: Answers, run: Run): readonly string[] {
  const folder = models[answer.model]!;
  const built = buildDocument({
    hfConfig: folder["config.json"] as JsonObject,
    model: `models/${answer.model}`,
    args: answer.argv,
    device: { memoryGiB: 80, name: "NVIDIA H100 80GB HBM3" },
    environment: machine,
    files: { names: Object.keys(folder).filter((name) => !name.includes("/")), contents: folder },
    facts: loadServeFacts(release),
  });
  const result = run(built.document, {});
  const starts = result.ok && !built.diagnostics.some((found) => found.severity === "error" || isStartRefused(found));
  if (answer.document === null) return starts ? ["only vLLM refuses it"] : [];
  if (!starts || result.document === null) return ["only Fettle refuses it"];
  return differingFields(answer.document, flatten(result.document as JsonObject));
}
