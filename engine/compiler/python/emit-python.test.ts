import { expect, test } from "vitest";
import type { FettleError } from "../../common/diagnostic.js";
import { loadProgram } from "../../workspace/load-program.js";
import { pythonText, pythonValue } from "./code.js";
import { emitPython } from "./emit-python.js";

async function build(rules: readonly object[], operators = {}): Promise<string> {
  const files = {
    "made.set.json": { set: "made", target: "vllm@0.33.0", stages: [{ pack: "made/up" }] },
    "made/up.pack.json": { pack: "made/up", hook: "vllm_config", rules },
  };
  const { program, diagnostics } = await loadProgram({ set: "made", files, operators });
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return emitPython(program.linked);
}

const refusal = async (built: Promise<string>): Promise<string> =>
  built.then(
    () => "built",
    (error: FettleError) => error.diagnostics[0]?.message ?? "",
  );

test("what a Python module cannot compute is refused when it is built", async () => {
  const computed = { set: "cache_config.block_size", jsonata: "$power(2, cache_config.block_size)" };
  expect(await refusal(build([{ id: "power", then: [computed] }]))).toBe(
    "`made/up` calls `$power`, whose rounding a Python module cannot reproduce",
  );
  const when = { fact: "cache_config.block_size", operator: "not:lessThan", value: 16 };
  expect(await refusal(build([{ id: "odd", when, then: [{ unset: "cache_config.block_size" }] }]))).toBe(
    "`made/up` uses `not:lessThan`, which a built module does not support",
  );
});

test("a rule reads as Python, with its reason", async () => {
  const when = { fact: "cache_config.cache_dtype", operator: "equal", value: "fp8" };
  const rule = { id: "plain", why: "Because\nof this.", when, then: [{ set: "cache_config.block_size", value: 16 }] };
  expect(await build([rule])).toContain(
    `
    # Because of this.
    e.rule = "made/up/plain"
    if (_read(d, "cache_config", "cache_dtype") == "fp8"):
        _set(e, ("cache_config", "block_size"), 16, "made/up/plain")
`,
  );
});

test("values are Python source of ASCII alone, and numbers are what JavaScript has", () => {
  expect(pythonText('a"\\\n\u0007é\u2028😀\ud83d')).toBe('"a\\"\\\\\\n\\x07\\xe9\\u2028\\U0001f600\\ud83d"');
  expect(pythonValue([null, true, -0, 1.5, 2 ** 53, 2 ** 60, { a: [] }]).text).toBe(
    '[None, True, 0, 1.5, 9007199254740992, 1.152921504606847e+18, {"a": []}]',
  );
});
