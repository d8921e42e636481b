import { describe, expect, it } from "vitest";
import { readManifest } from "../manifests/read-manifest.js";
import { readScript, readWords } from "./read-command.js";

const plain = (commands: ReturnType<typeof readScript>) =>
  commands.map(({ line, words, release, variables }) => ({
    line,
    words: words.map(({ text }) => text),
    release,
    variables,
  }));
const one = (text: string) => plain(readScript(text))[0];

describe("readScript", () => {
  it("finds `vllm serve` with its words over several lines, and takes comments for none", () => {
    const script = `#!/bin/sh\n# vllm serve not/this\nexec /opt/bin/vllm serve acme/m \\\n  --max-model-len 32k --compilation-config '{"mode": 3}' # why\necho done; vllm serve acme/n --port "80" > log\n`;
    expect(plain(readScript(script))).toEqual([
      {
        line: 3,
        words: ["acme/m", "--max-model-len", "32k", "--compilation-config", '{"mode": 3}'],
        release: null,
        variables: [],
      },
      { line: 5, words: ["acme/n", "--port", "80"], release: null, variables: [] },
    ]);
  });

  it.each([
    [
      "an image with its release",
      "docker run --gpus all vllm/vllm-openai:v0.19.0 --model acme/m",
      { words: ["--model", "acme/m"], release: "0.19.0" },
    ],
    [
      "an image of another registry, and no release",
      "podman run ghcr.io/acme/vllm-openai:latest acme/m",
      { words: ["acme/m"], release: null },
    ],
    [
      "an image that is told the program",
      "docker run vllm/vllm-openai:v0.20.0-cu130 vllm serve acme/m",
      { words: ["acme/m"], release: "0.20.0" },
    ],
    [
      "the module of the server",
      "python3 -m vllm.entrypoints.openai.api_server --model acme/m",
      { words: ["--model", "acme/m"], release: null },
    ],
  ])("reads %s", (_name, text, expected) => expect(one(text)).toMatchObject(expected));

  it("reads on inside quotes, and not after an apostrophe in a comment", () => {
    const script = `# don't\nvllm serve acme/m --hf-overrides '{\n  "x": 1\n}' --seed 1\nvllm serve acme/n`;
    expect(plain(readScript(script)).map(({ line, words }) => [line, words])).toEqual([
      [2, ["acme/m", "--hf-overrides", '{\n  "x": 1\n}', "--seed", "1"]],
      [5, ["acme/n"]],
    ]);
  });

  it("takes the default of a variable, and tells of those that have none", () => {
    expect(one("vllm serve $MODEL --port ${PORT:-8000} --x=${Y}z")).toMatchObject({
      words: ["${MODEL}", "--port", "8000", "--x=${Y}z"],
      variables: ["MODEL", "Y"],
    });
  });

  it.each(["", "echo vllm", "vllm bench serve", "pip install vllm"])("finds nothing in `%s`", (text) =>
    expect(readScript(text)).toEqual([]),
  );
});

it("looks into the script of a shell that is a list of words", () => {
  expect(plain(readWords(["/bin/bash", "-lc", "set -e; vllm serve acme/m --seed 1"], 7, "acme/base:1"))).toEqual([
    { line: 7, words: ["acme/m", "--seed", "1"], release: null, variables: [] },
  ]);
  expect(readWords(["nginx"], 1, "nginx:1.29")).toEqual([]);
});

describe("containers of manifests", () => {
  it("finds the containers of Kubernetes, in every document of the file", () => {
    const pod = (image: string, rest: string) =>
      `kind: Pod\nspec:\n  containers:\n    - name: a\n      image: ${image}\n      ${rest}\n`;
    const text = [
      pod("vllm/vllm-openai:v0.19.1", 'args: ["--model", acme/m, --seed, 1]'),
      pod("nginx:1", "args: [x]"),
      pod("acme/own:3", 'command: ["vllm", "serve", "acme/n"]'),
    ].join("---\n");
    expect(plain(readManifest(text, null).deployments)).toEqual([
      { line: 4, words: ["--model", "acme/m", "--seed", "1"], release: "0.19.1", variables: [] },
      { line: 18, words: ["acme/n"], release: null, variables: [] },
    ]);
  });

  it("finds those of Compose, whose command may be one text", () => {
    const text =
      "services:\n  llm:\n    image: vllm/vllm-openai:v0.20.0\n    command: >\n      --model acme/m\n      --max-model-len 4096\n";
    expect(plain(readManifest(text, null).deployments)).toMatchObject([
      { words: ["--model", "acme/m", "--max-model-len", "4096"], release: "0.20.0" },
    ]);
  });

  it.each(["", "- [", "model: { model_id: acme/m }", "image: 3\nargs: [vllm, serve]", `${"[".repeat(600)}`])(
    "finds none in other texts",
    (text) => expect(readManifest(text, null).deployments).toEqual([]),
  );
});
