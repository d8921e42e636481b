import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, test } from "vitest";
import type { ManifestDeployment } from "./deployment.js";
import { ownerName } from "../../serving/fleet.js";
import { readDockerfile } from "./dockerfile.js";
import { readManifest } from "./read-manifest.js";

const fleet = path.resolve(import.meta.dirname, "../../../test/fleet/deployments");
const sample = (name: string) => readFileSync(path.join(fleet, name), "utf8");
const short = (found: ManifestDeployment) => [
  ownerName(found, true),
  found.line,
  found.words.map(({ text }) => text).join(" "),
  found.release ?? found.unknownImage,
  found.replicas,
  found.device.count,
];
const read = (name: string, ...more: string[]) =>
  readManifest([sample(name), ...more.map(sample)].join("---\n"), name).deployments.map(short);

const moe = "acme/qwen3-moe --served-model-name";
const llama = "acme/llama-8b";

describe("samples of every kind", () => {
  it.each([
    [
      "Deployment",
      "kubernetes/chat.yaml",
      [
        [
          "Deployment/prod/chat:vllm",
          15,
          `--model ${llama} --tensor-parallel-size \${TP} --max-model-len 32k`,
          "0.33.0",
          3,
          4,
        ],
      ],
    ],
    [
      "StatefulSet",
      "kubernetes/half-precision.yaml",
      [["StatefulSet/prod/half-precision:vllm", 11, `${llama} --dtype half --api-key ***`, "0.32.0", 2, 1]],
    ],
    [
      "Job",
      "kubernetes/nightly-batch.yaml",
      [
        [
          "Job/batch/nightly-batch:vllm",
          11,
          "acme/qwen3-moe --tensor-parallel-size 2 --api-key x",
          "vllm/vllm-openai:latest",
          null,
          4,
        ],
      ],
    ],
    [
      "LeaderWorkerSet",
      "kubernetes/large.yaml",
      [
        [
          "LeaderWorkerSet/prod/large:leader",
          13,
          `${llama} --tensor-parallel-size 8 --pipeline-parallel-size 2 --distributed-executor-backend ray --api-key \${KEY}`,
          "0.33.0",
          1,
          8,
        ],
      ],
    ],
    [
      "InferenceService of KServe's runtime",
      "kserve/summaries.yaml",
      [
        [
          "InferenceService/kserve/summaries",
          10,
          `${llama} --served-model-name summaries --max_model_len 8192 --gpu-memory-utilization 0.98`,
          null,
          1,
          1,
        ],
      ],
    ],
    [
      "InferenceService with a container",
      "kserve/own-container.yaml",
      [
        [
          "InferenceService/kserve/own-container:kserve-container",
          9,
          "--model acme/gemma4 --api-key x --calculate-kv-scales",
          "0.26.0",
          null,
          1,
        ],
      ],
    ],
    [
      "LLMInferenceService",
      "kserve/assistant.yaml",
      [
        [
          "LLMInferenceService/kserve/assistant",
          15,
          `${moe} assistant --tensor-parallel-size 2 --max-model-len 16384 --enable-prefix-caching`,
          "0.33.0",
          2,
          2,
        ],
        [
          "LLMInferenceService/kserve/assistant:prefill",
          27,
          `${moe} assistant --tensor-parallel-size 4`,
          "0.33.0",
          1,
          4,
        ],
      ],
    ],
    [
      "production-stack",
      "charts/production-stack.yaml",
      [
        [
          "production-stack/chat-small",
          4,
          `${llama} --dtype bfloat16 --max-model-len 16384 --enable-prefix-caching --api-key x`,
          "0.33.0",
          2,
          1,
        ],
        [
          "production-stack/chat-large",
          15,
          "acme/qwen3-moe --gpu-memory-utilization 0.97 --tensor-parallel-size 2",
          "lmcache/vllm-openai:latest",
          1,
          2,
        ],
      ],
    ],
    [
      "llm-d",
      "charts/llm-d.yaml",
      [
        [
          `llm-d/${llama}-decode`,
          10,
          `${llama} --served-model-name ${llama} --tensor-parallel-size 2 --block-size 64 --api-key x`,
          null,
          2,
          2,
        ],
        [
          `llm-d/${llama}-prefill`,
          19,
          `${llama} --served-model-name ${llama} --tensor-parallel-size 1 --api-key x`,
          null,
          1,
          1,
        ],
      ],
    ],
    [
      "Compose",
      "compose/docker-compose.yaml",
      [["Compose/llm", 3, `--model ${llama} --trust-remote-code`, "0.30.0", null, 1]],
    ],
    [
      "Ray Serve",
      "ray/serve.yaml",
      [
        [
          "RayServe/llms/chat",
          7,
          `${llama} --served-model-name chat --tensor-parallel-size 2 --max-model-len 8192 --enable-prefix-caching`,
          null,
          1,
          null,
        ],
      ],
    ],
    [
      "RayService",
      "ray/service.yaml",
      [
        [
          "RayService/rayllm/llms/moe",
          12,
          `${moe} moe --tensor-parallel-size 2 --gpu-memory-utilization 0.9`,
          null,
          null,
          null,
        ],
      ],
    ],
    [
      "vllm serve --config",
      "scripts/vllm.yaml",
      [[null, 1, `--model ${llama} --max-model-len 32768 --tensor_parallel_size 2 --api-key x`, null, null, null]],
    ],
    ["a recipe, which is read elsewhere", "recipes/llama.yaml", []],
  ])("%s", (_kind, name, expected) => expect(read(name)).toEqual(expected));

  it("Dockerfile", () => {
    expect(readDockerfile(sample("docker/Dockerfile"))).toMatchObject([
      { line: 4, release: "0.33.0", image: "vllm/vllm-openai:v0.33.0", environment: { VLLM_API_KEY: "x" } },
    ]);
  });
});

test("a SkyPilot task starts the servers of its script", () => {
  const task = (accelerators: string) =>
    [
      ...["name: chat", "envs: { MODEL: acme/llama-8b }", "service: { replicas: 2 }", "resources:"],
      ...[`  accelerators: ${accelerators}`, "  image_id: docker:vllm/vllm-openai:v0.33.0"],
      ...["run: |", "  vllm serve $MODEL --tensor-parallel-size $SKYPILOT_NUM_GPUS_PER_NODE", ""],
    ].join("\n");
  const found = (accelerators: string) => readManifest(task(accelerators), "task.yaml").deployments;
  expect(found("H100:4").map(short)).toEqual([
    ["SkyPilot/chat", 7, `${llama} --tensor-parallel-size 4`, "0.33.0", 2, 4],
  ]);
  expect(found("H100:4")[0]!.device.product).toBe("H100");
  expect(found("{ L40S: 2 }")[0]!.device).toMatchObject({ product: "L40S", count: 2 });
  expect(found("[A100-80GB, 'H100:8']")[0]!.device).toMatchObject({ product: "A100-80GB", count: 1 });
});

test("a ConfigMap of the fleet fills in the command; one that is missing is told", () => {
  expect(read("kubernetes/chat.yaml", "kubernetes/serving-config.yaml")[0]![2]).toContain("--tensor-parallel-size 4");
  expect(readManifest(sample("kubernetes/chat.yaml"), "chat.yaml").deployments[0]).toMatchObject({
    warnings: [{ code: "unknown-config-map", severity: "warning", file: "chat.yaml", line: 15 }],
    device: { product: "NVIDIA-H100-80GB-HBM3", count: 4, platform: "cuda" },
  });
});
