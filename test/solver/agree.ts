import { expect } from "vitest";
import { encodeProgram } from "../../engine/solver/encode/encode-program.js";
import { termsFor } from "../../engine/solver/terms-for.js";
import { evaluateIn } from "../../engine/solver/evaluate-term.js";
import type { SymbolicRun } from "../../engine/solver/encode/symbolic-run.js";
import type { Terms } from "../../engine/solver/terms.js";
import type { JsonObject } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import type { Pack, Result } from "../../engine/index.js";
import type { LinkedPacks } from "../../engine/packs/linked.js";
import { loadProgram } from "../../engine/workspace/load-program.js";

/** Links packs of a set of one's own. */
export async function link(packs: readonly Pack[], stages: readonly object[]): Promise<LinkedPacks> {
  const files = {
    "made.set.json": { set: "made", target: "vllm@0.19.0", stages },
    ...Object.fromEntries(packs.map((pack) => [`${pack.pack}.pack.json`, pack])),
  };
  const { program, diagnostics } = await loadProgram({ set: "made", files });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join());
  return program.linked;
}

export interface Encoded {
  readonly terms: Terms;
  readonly linked: LinkedPacks;
  readonly run: SymbolicRun;
}

export function encode(linked: LinkedPacks, what: Parameters<typeof encodeProgram>[2] = linked): Encoded {
  const terms = termsFor(linked);
  return { terms, linked, run: encodeProgram(terms, linked, what) };
}

/** JSON has one zero. */
const asJson = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** What the terms say of a document is what the engine does with it. */
export function expectAgreement({ terms, run }: Encoded, document: JsonObject): Result {
  const result = run.evaluate(document, { trace: true });
  const { truth, value } = evaluateIn(terms, document);
  expect(truth(run.ok)).toBe(result.ok);
  expect(run.rules.filter(({ reached }) => truth(reached)).map(({ id }) => id)).toEqual(
    result.trace!.map(({ rule }) => rule),
  );
  expect(run.rules.filter(({ fired }) => truth(fired)).map(({ id }) => id)).toEqual(
    result.trace!.filter(({ fired }) => fired).map(({ rule }) => rule),
  );
  const logs = run.logs.filter(({ when }) => truth(when));
  expect(
    logs.map(({ level, code, params }) => ({
      level,
      code,
      params: Object.fromEntries(params.map((param) => [param.name, asJson(value(param.value))])),
    })),
  ).toEqual(result.logs.map(({ level, code, params }) => ({ level, code, params: asJson(params) })));
  const failures = run.failures.filter(({ when }) => truth(when));
  expect(failures.map(({ code, kind }) => [value(code), value(kind)])).toEqual(
    result.error === null ? [] : [[result.error.code, result.error.kind]],
  );
  if (result.ok) {
    for (const { path, after } of run.fields)
      expect([path, asJson(value(after))]).toEqual([path, asJson(readPath(result.document, path.split(".")))]);
    // Where no rule looks at the text config, it is left to the engine to keep it the same object.
    const model = document.model_config as JsonObject | undefined;
    if (terms.shared.domain.values!.length > 1 || model?.hf_text_config === undefined)
      expect(asJson(value(run.after))).toEqual(asJson(result.document));
  }
  return result;
}
