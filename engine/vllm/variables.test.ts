import { expect, test } from "vitest";
import { loadServeFacts } from "./facts.js";
import { checkVariables, loadVariables, variablesOf } from "./variables.js";

const check = (name: string, release = "0.33.0") =>
  checkVariables([name], loadServeFacts(release)).map(({ message, hint }) => `${message}; ${hint}`);

test("a variable that the release reads, or that is not vLLM's, is fine", () => {
  expect(["VLLM_LOGGING_LEVEL", "VLLM_USE_V2_MODEL_RUNNER", "NCCL_DEBUG"].flatMap((name) => check(name))).toEqual([]);
  expect(check("VLLM_ADDITIONAL_ARGS")).toEqual([]);
});

test("one that a flag replaced names the flag", () => {
  expect(check("VLLM_ATTENTION_BACKEND")).toEqual([
    "vLLM 0.33.0 does not read the variable `VLLM_ATTENTION_BACKEND`; `--attention-backend` sets it in this release",
  ]);
});

test("one of other releases tells which, and a misspelt one what is meant", () => {
  expect(check("VLLM_RPC_TIMEOUT")).toEqual([
    "vLLM 0.33.0 does not read the variable `VLLM_RPC_TIMEOUT`: vLLM 0.23.0 removed it; 0.22.1 was the last release with it; remove it",
  ]);
  expect(check("VLLM_RPC_TIMEOUT", "0.22.1")).toEqual([]);
  expect(check("VLLM_LOGING_LEVEL")).toEqual([
    "vLLM 0.33.0 does not read the variable `VLLM_LOGING_LEVEL`; did you mean `VLLM_LOGGING_LEVEL`?",
  ]);
});

test("the catalog has literal defaults, and a variable has the one of its release", () => {
  expect(variablesOf("0.33.0").get("VLLM_LOGGING_LEVEL")).toBe("INFO");
  expect(loadVariables().releases).toContain("0.33.0");
});
