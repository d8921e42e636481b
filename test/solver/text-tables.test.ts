import { expect, test } from "vitest";
import { identical } from "../../engine/solver/encode/equality.js";
import { writeQuestion } from "../../engine/solver/smtlib/smt.js";
import { encode, expectAgreement, link } from "./agree.js";

const dtypes = ["auto", "fp8", "fp8_e4m3", "fp8_inc", "nvfp4", "bfloat16"];

/** A rule whose value is computed from a field with enumerated strings. */
const packOf = (expression: string) => ({
  pack: "made/up",
  hook: "vllm_config",
  facts: { computed: expression },
  rules: [
    {
      id: "logs",
      when: { fact: "computed", operator: "isSet", value: true },
      then: [{ log: "info", code: "seen", message: "{computed}" }],
    },
  ],
});

test.each([
  ["$substring(cache_config.cache_dtype, 0, 3)", "Int"],
  ["$contains(cache_config.cache_dtype, 'fp8') ? 'fp8' : 'other'", "Int"],
  ["$substringBefore(cache_config.cache_dtype, '_')", "Int"],
  ["cache_config.cache_dtype & '!'", "String"],
])("%s asks the solver about strings of sort %s, and agrees with the engine", async (expression, sort) => {
  const encoded = encode(await link([packOf(expression) as never], [{ pack: "made/up" }]));
  const { terms, run } = encoded;
  const computed = run.logs[0]!.params[0]!.value;
  const { text } = writeQuestion([identical(terms, computed, terms.constant("fp8"))]);
  expect(text).toContain(`(string (s ${sort}))`);
  for (const cache_dtype of [...dtypes, null, undefined])
    expectAgreement(encoded, { cache_config: cache_dtype === undefined ? {} : { cache_dtype } });
});
