import { expect, test } from "vitest";
import { FettleError } from "../../common/diagnostic.js";
import { readServerInfo } from "./server-info.js";
import { readServerLog } from "./server-log.js";

const settings = [
  "model='a/b', speculative_config=SpeculativeConfig(method='mtp', model='a/b', num_spec_tokens=2), tokenizer='a/b'",
  "skip_tokenizer_init=False, tokenizer_mode=auto, revision=None, dtype=torch.bfloat16, max_seq_len=4096",
  "quantization=None, quantization_config={'a': 1}, kv_cache_dtype=auto, served_model_name=a/b=c, d, seed=0",
  "compilation_config={'mode': <CompilationMode.VLLM_COMPILE: 3>, 'cudagraph_capture_sizes': [1, 2]}",
].join(", ");
const line = `(Core pid=1) INFO 01-01 10:00:00 [core.py:1] starting (v0.33.0) with: ${settings}`;
const started = "INFO started with: {'model_tag': 'a/b', 'model': 'a/b', 'max_num_seqs': 64}";

test("configuration, release and arguments are found by their form", () => {
  const log = readServerLog(`first\n${started}\n${line}\nlast: {'b': 1}\n`);
  if (!log.ok) throw new Error(log.expected);
  expect(log.release).toBe("0.33.0");
  expect(log.args).toEqual({ model_tag: "a/b", model: "a/b", max_num_seqs: 64 });
  expect(Object.fromEntries(log.config.fields)).toMatchObject({
    speculative_config: { method: "mtp", num_speculative_tokens: 2 },
    "model_config.dtype": "torch.bfloat16",
    "model_config.max_model_len": 4096,
    "model_config.served_model_name": "a/b=c, d",
    "cache_config.cache_dtype": "auto",
    compilation_config: { mode: "VLLM_COMPILE", cudagraph_capture_sizes: [1, 2] },
  });
});

test.each([
  ["colors of a terminal", `\x1b[0;36m(Core pid=1)\x1b[0;0m ${line}`],
  ["a container's log in JSON", JSON.stringify({ log: `${line}\n`, stream: "stdout" })],
  ["lines of Windows", `${line}\r`],
])("%s", (_, text) => {
  expect(readServerLog(text)).toMatchObject({ ok: true, count: 1, release: "0.33.0" });
});

test("of several starts the last one counts, and that is said", () => {
  const text = `${line}\n${line.replace("max_seq_len=4096", "max_seq_len=8192")}`;
  const info = readServerInfo(text, "server.log");
  expect(info.config).toMatchObject({ model_config: { max_model_len: 8192 } });
  expect(info.findings).toMatchObject([{ severity: "note", message: expect.stringContaining("2 configurations") }]);
});

test("a setting that is not known is named, not guessed at", () => {
  const info = readServerInfo(`${line}, new_thing=Thing(a=1)`.replace("Thing(a=1)", "7"), "server.log");
  expect(info.findings).toMatchObject([{ severity: "warning", message: expect.stringContaining("`new_thing`") }]);
});

test.each([
  ["a log without one", "INFO hello\nINFO world", { line: null }],
  ["a line that is cut off", line.slice(0, -5), { line: 1, column: expect.any(Number) }],
  ["another form", "INFO: model='a', b: 1", { line: 1 }],
  ["JSON of something else", '{"a": 1}', { line: null }],
  ["a configuration that is none", '{"vllm_config": 5}', { path: "/vllm_config" }],
  ["text of another form", '{"vllm_config": "model"}', { path: "/vllm_config" }],
])("%s is refused", (_, text, place) => {
  let thrown: unknown;
  try {
    readServerInfo(text, "server.log");
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(FettleError);
  expect((thrown as FettleError).diagnostics).toMatchObject([
    { code: "bad-server-info", file: "server.log", ...place },
  ]);
});

test("the answer of /server_info, in both formats, with release, GPUs and variables", () => {
  const system_env = { vllm_version: "0.33.0+cu130", nvidia_gpu_models: "GPU 0: NVIDIA L4\nGPU 1: NVIDIA L4\n" };
  const vllm_env = { VLLM_USE_V2_MODEL_RUNNER: true };
  const about = { release: "0.33.0", gpu: "NVIDIA L4", gpuCount: 2, variables: vllm_env, args: null };
  const asJson = { vllm_config: { model_config: { dtype: "torch.float16" } }, vllm_env, system_env };
  expect(readServerInfo(JSON.stringify(asJson), "info.json")).toMatchObject({ form: "json", ...about });
  const asText = readServerInfo(JSON.stringify({ ...asJson, vllm_config: settings }), "info.json");
  expect(asText).toMatchObject({ form: "text", ...about, config: { model_config: { max_model_len: 4096 } } });
});
