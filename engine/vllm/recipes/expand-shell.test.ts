import { describe, expect, it, test } from "vitest";
import { readManifest } from "../manifests/read-manifest.js";
import { readScript } from "./read-command.js";

const words = (script: string) => readScript(script).map((command) => command.words.map(({ text }) => text));
const one = (script: string) => readScript(script)[0]!;

describe("variables of a script", () => {
  it.each([
    ["an assignment", "MODEL=acme/m\nTP=8\nvllm serve $MODEL -tp ${TP}", ["acme/m", "-tp", "8"]],
    ["an assignment on the same line", "TP=8; vllm serve m -tp $TP", ["m", "-tp", "8"]],
    ["one from another", 'BASE=acme\nMODEL="$BASE/m"\nvllm serve "$MODEL"', ["acme/m"]],
    ["an export", "export TP=8\nexec vllm serve m -tp $TP", ["m", "-tp", "8"]],
    ["a default", "TP=${TP:-4}\nvllm serve m -tp $TP --seed ${SEED:-$TP}", ["m", "-tp", "4", "--seed", "4"]],
    ["a default that is not needed", "TP=8\nvllm serve m -tp ${TP:-4}", ["m", "-tp", "8"]],
    ["a default that is assigned", ': "${TP:=4}"\nvllm serve m -tp ${TP:-2}', ["m", "-tp", "2"]],
    ["an alternative", "TP=8\nvllm serve m ${TP:+-tp $TP} ${PP:+-pp 2}", ["m", "-tp", "8"]],
    [
      "several words in one variable",
      'ARGS="--seed 1 --port 80"\nvllm serve m $ARGS',
      ["m", "--seed", "1", "--port", "80"],
    ],
    [
      "one word in quotes",
      'NAME="two words"\nvllm serve m --served-model-name "$NAME"',
      ["m", "--served-model-name", "two words"],
    ],
    [
      "no expansion in single quotes",
      'X=1\nvllm serve m --hf-overrides \'{"a": "$X"}\'',
      ["m", "--hf-overrides", '{"a": "$X"}'],
    ],
    [
      "an array",
      'ARGS=(\n  --seed 1 # a comment\n  --hf-overrides \'{"x": 1}\'\n)\nARGS+=(--port 80)\nvllm serve m "${ARGS[@]}"',
      ["m", "--seed", "1", "--hf-overrides", '{"x": 1}', "--port", "80"],
    ],
    ["redirections", "vllm serve m > log 2>&1 --seed 1", ["m", "--seed", "1"]],
    ["the same value in each branch", "if x; then TP=8; else TP=8; fi\nTP=8\nvllm serve m -tp $TP", ["m", "-tp", "8"]],
  ])("%s", (_name, script, expected) => expect(words(script)).toEqual([expected]));

  it.each([
    ["that nothing assigns", "vllm serve m -tp $TP", ["TP"]],
    ["that a branch assigns", "TP=4\nif big; then\n  TP=8\nfi\nvllm serve m -tp $TP", ["TP"]],
    ["that a command gives", "TP=$(nvidia-smi -L | wc -l)\nvllm serve m -tp $TP", ["TP"]],
  ])("are told where they are ones %s", (_name, script, unknown) =>
    expect(one(script)).toMatchObject({ variables: unknown }),
  );

  it("fill in the image, and what is exported or set before the command is the environment", () => {
    expect(one("TAG=v0.20.0\ndocker run -e HF_TOKEN=x --env=A=b vllm/vllm-openai:${TAG} --model m")).toMatchObject({
      release: "0.20.0",
      unknownImage: null,
      environment: { HF_TOKEN: "x", A: "b" },
    });
    expect(one("export A=1 B=2\nC=3\nD=4 vllm serve m").environment).toEqual({ A: "1", B: "2", D: "4" });
  });
});

test.each([
  "vllm/vllm-openai:latest",
  "vllm/vllm-openai",
  "vllm/vllm-openai@sha256:0a1b",
  "reg.example.org:5000/vllm-openai:nightly",
])("the image %s hides its release", (image) => {
  expect(one(`docker run ${image} --model m`)).toMatchObject({ release: null, unknownImage: image });
});

test("a digest beside a tag hides nothing", () => {
  expect(one("docker run vllm/vllm-openai:v0.20.0@sha256:0a1b --model m")).toMatchObject({
    release: "0.20.0",
    unknownImage: null,
  });
});

test("containers have their environment, fill it in, and know the object that they are part of", () => {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata: { name: llm, namespace: prod }
spec:
  template:
    metadata: { labels: { a: b } }
    spec:
      containers:
        - image: vllm/vllm-openai:latest
          env: [{ name: TP, value: "8" }, { name: TOKEN, valueFrom: { secretKeyRef: { name: s, key: k } } }]
          args: [--model, acme/m, -tp, $(TP), --api-key, $(TOKEN)]
`;
  expect(readManifest(text, null).deployments).toMatchObject([
    {
      workload: { kind: "Deployment", namespace: "prod", name: "llm" },
      unknownImage: "vllm/vllm-openai:latest",
      environment: { TP: "8", TOKEN: "***" },
      variables: [],
      words: ["--model", "acme/m", "-tp", "8", "--api-key", "***"].map((word) => ({ text: word })),
    },
  ]);
  const compose =
    "services:\n  llm:\n    image: vllm/vllm-openai:${TAG:-v0.20.0}\n    environment: [TP=2]\n    command: --model m -tp ${TP}\n";
  expect(readManifest(compose, null).deployments).toMatchObject([
    {
      workload: { kind: "Compose", namespace: null, name: "llm" },
      release: "0.20.0",
      environment: { TP: "2" },
      words: ["--model", "m", "-tp", "2"].map((word) => ({ text: word })),
    },
  ]);
});
