import path from "node:path";
import patch from "fast-json-patch";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { load } from "../../engine/index.js";
import { acme, fettle, fixtures } from "./fettle.js";

const golden = (name: string) => path.join(import.meta.dirname, `golden/${name}.txt`);
const text = readFileSync(path.join(fixtures, "document.json"), "utf8");
const library = () => load({ set: "acme", rules: path.join(fixtures, "own") });

test("prints a result for a reader", async () => {
  const { code, out, err } = fettle(["apply", "document.json", ...acme]);
  await expect(out).toMatchFileSnapshot(golden("apply"));
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("a trace shows each rule with its conditions and what they saw", async () => {
  await expect(fettle(["apply", "document.json", ...acme, "--trace"]).out).toMatchFileSnapshot(golden("apply-trace"));
});

test("json is the library's result; with a trace where it is asked for", async () => {
  const fettleLibrary = await library();
  const { out } = fettle(["apply", "document.json", ...acme, "--format", "json"]);
  expect(JSON.parse(out)).toEqual(fettleLibrary.evaluate(JSON.parse(text)));
  const traced = fettle(["apply", "document.json", ...acme, "--format", "json", "--trace"]);
  expect(JSON.parse(traced.out)).toEqual(fettleLibrary.evaluate(JSON.parse(text), { trace: true }));
});

test("reads standard input, with a byte order mark as well", () => {
  const { out } = fettle(["apply", "document.json", ...acme]);
  expect(fettle(["apply", "-", ...acme], { input: text })).toEqual({ code: 0, out, err: "" });
  expect(fettle(["apply", "-", ...acme], { input: `\ufeff${text}` })).toEqual({ code: 0, out, err: "" });
});

test("one pack alone runs whatever it matches", () => {
  const { out } = fettle(["apply", "document.json", ...acme, "--pack", "acme/limits", "--format", "json"]);
  expect(JSON.parse(out).changes.map(({ rule }: { rule: string }) => rule)).toEqual([
    "acme/limits/halve",
    "acme/limits/cap",
  ]);
});

test("a patch makes the document what the rules made it", () => {
  const { out } = fettle(["apply", "document.json", ...acme, "--format", "json-patch"]);
  const { document } = JSON.parse(fettle(["apply", "document.json", ...acme, "--format", "json"]).out);
  expect(patch.applyPatch(JSON.parse(text), JSON.parse(out), true).newDocument).toEqual(document);
});

test("a failed evaluation is exit code 1: json keeps the ledger, and a patch is empty", () => {
  const input = text.replace("null", '"FLASH_ATTN"');
  const { code, out } = fettle(["apply", "-", ...acme, "--format", "json"], { input });
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    document: null,
    error: { code: "acme/limits/no-flash", kind: "value" },
  });
  expect(JSON.parse(out).changes).toHaveLength(3);
  const none = fettle(["apply", "-", ...acme, "--format", "json-patch"], { input });
  expect(none).toEqual({
    code: 1,
    out: "[]\n",
    err: "the evaluation failed: FLASH_ATTN cannot run this: choose another `--attention-backend`\n",
  });
});

test("a field that the schema does not know is a warning with its place, which quiet leaves out", () => {
  const input = text.replace('"backend": null', '"flash_attn_version": 2,\n    "bakend": null');
  const { code, err } = fettle(["apply", "-", ...acme], { input });
  expect(code).toBe(0);
  expect(err).toBe(
    "standard input:10:5: warning: unknown key `bakend` [document-unknown-field]\n  did you mean `backend`?\n",
  );
  expect(fettle(["apply", "-", ...acme, "--quiet"], { input }).err).toBe("");
});

test("what a document says reaches the terminal without its control characters", () => {
  const model = "a\u001b]0;owned\u0007\r\n::error::x\u202e";
  const document = { ...JSON.parse(text), ["x\u001b[2J"]: 1 };
  document.model_config.model = model;
  document.attention_config.backend = null;
  document.model_config.hf_text_config.head_dim = model;
  const { out, err } = fettle(["apply", "-", ...acme, "--trace"], { input: JSON.stringify(document) });
  expect(out).toContain("a\\u001b]0;owned\\u0007\\u000d\\u000a::error::x\\u202e");
  expect(err).toContain("x\\u001b[2J");
  expect(`${out}${err}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

test.each(["nemotron-h", "qwen3-32b", "gemma4", "bge-m3"])("leaves a resolved document as it is: %s", (model) => {
  const config = path.join(import.meta.dirname, `../vllm/fixtures/${model}.config.json`);
  const resolved = fettle(["resolve", config, "--device", "H100:8", "--format", "json"]).out;
  const input = JSON.stringify(JSON.parse(resolved).document);
  const { ok, changes } = JSON.parse(fettle(["apply", "-", "--format", "json"], { input }).out);
  expect({ ok, changes }).toEqual({ ok: true, changes: [] });
});

test("the whole document names a compilation mode as the server does", () => {
  const config = path.join(import.meta.dirname, "../vllm/fixtures/llama.config.json");
  const modeOf = (...more: string[]) => {
    const { out } = fettle(["resolve", config, "--device", "H100:8", "--format", "json", ...more]);
    return JSON.parse(out).document.compilation_config.mode;
  };
  expect([modeOf("--document"), modeOf()]).toEqual(["VLLM_COMPILE", 3]);
});
