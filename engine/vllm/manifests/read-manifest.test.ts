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
    `name: chat\nresources:\n  accelerators: ${accelerators}\n  image_id: docker:vllm/vllm-openai:v0.33.0\nenvs: { MODEL: acme/llama-8b }\nservice: { replicas: 2 }\nrun: |\n  vllm serve $MODEL --tensor-parallel-size $SKYPILOT_NUM_GPUS_PER_NODE\n`;
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

const container = (args: string, env = "[]") =>
  `kind: Pod\nspec:\n  containers:\n    - image: vllm/vllm-openai:v0.33.0\n      args: ${args}\n      env: ${env}\n`;

describe("bad input", () => {
  it("a chart that is cut off is told at its end, and what stands before is read", () => {
    const { deployments, findings } = readManifest(
      `${container("[acme/m]")}---\nkind: Pod\nspec: {containers: [{image: "vllm`,
      "c.yaml",
    );
    expect(deployments).toHaveLength(1);
    expect(findings).toMatchObject([{ code: "yaml-syntax", file: "c.yaml", line: 9 }]);
  });

  it.each([
    ["kind: Pod\nspec:\n  containers:\n    - image: {{ .Values.image }}\n", 4, 14],
    ['kind: Pod\nspec:\n  containers:\n    - image: "{{ .Values.image }}"\n', 4, 14],
    ["{{- if .Values.enabled }}\nkind: Pod\n{{- end }}\n", 1, 1],
    ["kind: Pod\nspec:\n  {{- toYaml .Values.spec | nindent 2 }}\n", 3, 3],
  ])("a template that is not rendered is told once: %j", (text, line, column) => {
    const { deployments, findings } = readManifest(`${text}---\n${container("[acme/m]")}`, "t.yaml");
    expect(findings).toMatchObject([{ code: "template-not-rendered", line, column }]);
    expect(deployments).toHaveLength(1);
  });

  it("a chat template is no template of a chart", () => {
    const text = `kind: ConfigMap\nmetadata: { name: c }\ndata:\n  chat: |\n    {{ .x }}{% for m in messages %}{{ m }}{% endfor %}\n  short: "{{ bos_token }}"\n`;
    expect(readManifest(text, null).findings).toEqual([]);
  });

  it.each([
    ["later", "[{ name: A, value: $(B) }, { name: B, value: x }]", "`A` refers to `B`"],
    ["itself", "[{ name: A, value: $(A) }]", "`A` → `A` refer to each other"],
  ])("a variable that refers to one that is defined %s is told", (_, env, message) => {
    const [deployment] = readManifest(container("[acme/m]", env), null).deployments;
    expect(deployment!.warnings).toMatchObject([
      { code: "unexpanded-variable", message: expect.stringContaining(message) },
    ]);
  });

  it("references that Kubernetes expands or leaves alone are none", () => {
    const env = "[{ name: B, value: x }, { name: A, value: $(B) }, { name: C, value: $$(B) $(HOSTNAME) }]";
    expect(readManifest(container("[acme/m]", env), null).deployments[0]!.warnings).toEqual([]);
  });

  it("variables in a circle stay as they are written, and are told once", () => {
    const maps = ["a", "b"].map(
      (name, at, all) =>
        `kind: ConfigMap\nmetadata: { name: ${name} }\ndata: { ${name.toUpperCase()}: "$(${all[1 - at]!.toUpperCase()})" }\n`,
    );
    const pod = container('[acme/m, --seed, "$(A)"]').replace(
      "      env: []",
      "      envFrom: [{ configMapRef: { name: a } }, { configMapRef: { name: b } }]",
    );
    const { deployments, findings } = readManifest([...maps, pod].join("---\n"), null);
    expect(findings).toEqual([]);
    expect(deployments[0]!.words.map(({ text }) => text)).toEqual(["acme/m", "--seed", "$(B)"]);
    expect(deployments[0]!.warnings).toMatchObject([
      { code: "unexpanded-variable", message: expect.stringContaining("`A` → `B` → `A`") },
    ]);
  });

  it("anchors that refer to each other without end are told", () => {
    const bomb = [
      "a: &a [x, x]",
      ...[..."bcdefghij"].map((name, at) => `${name}: &${name} [${`*${"abcdefghij"[at]}, `.repeat(9)}]`),
    ];
    expect(readManifest(bomb.join("\n"), "b.yaml").findings).toMatchObject([{ code: "yaml-syntax", line: 1 }]);
  });

  it("a manifest of 50 MB is told without parsing it", () => {
    const text = `${container("[acme/m]")}---\n${"- { x: y }\n".repeat(4_700_000)}`;
    const start = process.cpuUsage().user;
    expect(readManifest(text, "l.yaml").findings).toMatchObject([{ code: "file-too-large", file: "l.yaml" }]);
    expect(process.cpuUsage().user - start).toBeLessThan(500_000);
  });
});
