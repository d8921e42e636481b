import { expect, test } from "vitest";
import { checkVariableValues } from "./variable-values.js";

const check = (name: string, value: string, release = "0.33.0") =>
  checkVariableValues([{ field: `variables.${name}`, value, text: `${name}=${value}` }], release).map(
    ({ message, hint }) => `${message}; ${hint}`,
  );

test("a flag is an integer, and the usual words name the one that is meant", () => {
  expect(check("VLLM_USE_V2_MODEL_RUNNER", "true")).toEqual([
    "vLLM cannot read `VLLM_USE_V2_MODEL_RUNNER=true`: expected 1 or 0; write 1; vLLM refuses to start otherwise",
  ]);
  expect(check("VLLM_USE_V2_MODEL_RUNNER", "off")[0]).toContain("write 0");
  expect(check("VLLM_USE_V2_MODEL_RUNNER", "maybe")[0]).toContain("write 1 to turn it on, 0 to turn it off");
  expect(["1", "0", " 2 ", "$(FLAG)", ""].flatMap((value) => check("VLLM_USE_V2_MODEL_RUNNER", value))).toEqual([]);
});

test("a number has no unit", () => {
  expect(check("VLLM_IMAGE_FETCH_TIMEOUT", "5s")[0]).toContain("expected an integer");
  expect(check("VLLM_MEDIA_CACHE_TTL_HOURS", "1h")[0]).toContain("expected a number");
  expect(["1.5", "inf", "-1e3"].flatMap((value) => check("VLLM_MEDIA_CACHE_TTL_HOURS", value))).toEqual([]);
});

test("one of some choices is spelt as vLLM spells it, where it matters", () => {
  expect(check("VLLM_WORKER_MULTIPROC_METHOD", "spwan")[0]).toContain(
    "expected one of `spawn`, `fork`; set it to `spawn`",
  );
  expect(check("VLLM_FLOAT32_MATMUL_PRECISION", "HIGH")).toEqual([]);
  expect(check("VLLM_KV_CACHE_LAYOUT", "BLHNC", "0.28.0")).toHaveLength(1);
  expect(check("VLLM_KV_CACHE_LAYOUT", "BLHNC", "0.29.0")).toEqual([]);
});

test("any text will do for a variable that vLLM compares with words, or does not read", () => {
  expect([...check("VLLM_ALLOW_LONG_MAX_MODEL_LEN", "maybe"), ...check("VLLM_UNKNOWN", "x")]).toEqual([]);
});
