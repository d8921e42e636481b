import { describe, expect, it } from "vitest";
import { loadServeFacts } from "../facts.js";
import { configFileReader } from "./read-config-file.js";
import { readServeArgs } from "../args/read-serve-args.js";

const facts = loadServeFacts();

function read(text: string, ...args: string[]) {
  const result = readServeArgs(["m", "--config", "c.yaml", ...args], facts, {
    readConfigFile: configFileReader(() => text),
  });
  return {
    ...result,
    values: Object.fromEntries(result.settings.map((setting) => [setting.flag.field, setting.value])),
  };
}

describe("a configuration file", () => {
  it("sets flags by name, with - or _, flat or nested", () => {
    const { values, diagnostics, otherFlags } = read(
      "tensor_parallel_size: 2\ngpu-memory-utilization: 0.90\nmax-model-len: 32k\nport: 8001\n" +
        "compilation-config:\n  pass_config:\n    fuse_act_quant: true\nserved-model-name: [a, b]\ntrust-remote-code: yes\n",
    );
    expect(values).toEqual({
      "parallel_config.tensor_parallel_size": 2,
      "cache_config.gpu_memory_utilization": 0.9,
      "model_config.max_model_len": 32000,
      compilation_config: { pass_config: { fuse_act_quant: true } },
      "model_config.served_model_name": ["a", "b"],
      "model_config.trust_remote_code": true,
    });
    expect(diagnostics).toEqual([]);
    expect(otherFlags.map((entry) => entry.flag)).toContain("--port");
  });

  it("gives way to the command line, wherever that stands", () => {
    const { settings } = read("tensor-parallel-size: 2\n", "-tp", "4");
    expect(settings).toMatchObject([{ value: 4, origin: { kind: "flag", text: "-tp 4" } }]);
  });

  it("shows file and key as the origin", () => {
    expect(read("block-size: 32\n").settings).toMatchObject([
      { origin: { kind: "config-file", text: "c.yaml: block-size: 32" } },
    ]);
  });

  it("shows the beginning of a long value", () => {
    const parts = Array.from({ length: 1000 }, (_, index) => `  k${index}: ${index}\n`);
    const [fault] = read(`a:\n${parts.join("")}`).diagnostics;
    expect(fault?.message).toMatch(/^`c\.yaml: a: \{"k0":0,.{190,200}…` is ambiguous/);
  });

  it("says that false is dropped", () => {
    expect(read("enable-prefix-caching: false\n").diagnostics).toMatchObject([
      {
        code: "flag-without-effect",
        line: 1,
        column: 1,
        hint: expect.stringContaining("no-enable-prefix-caching: true"),
      },
    ]);
  });

  it.each([
    ["text that is no YAML", "a: [1\nb", "yaml-syntax"],
    ["a list", "- a\n", "not-an-object"],
    ["a forbidden key", "hf-overrides:\n  __proto__: 1\n", "forbidden-key"],
    ["a key that is no flag", "tensor-size: 2\n", "unknown-flag"],
    ["a wrong value", "block-size: big\n", "bad-flag-value"],
  ])("reports %s", (_name, text, code) => {
    expect(read(text).diagnostics.map((entry) => entry.code)).toContain(code);
  });

  it("reports a file that cannot be read, and one that is no YAML by its name", () => {
    const read = configFileReader(() => {
      throw new Error("no such file");
    });
    expect(read("a.yaml").diagnostics).toMatchObject([{ code: "file-not-found", file: "a.yaml" }]);
    expect(read("a.json").diagnostics).toMatchObject([{ code: "bad-flag-value" }]);
  });
});
