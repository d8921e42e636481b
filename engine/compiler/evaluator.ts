import { FettleError, diagnostic, type Diagnostic } from "../common/diagnostic.js";
import { isObject, type JsonObject } from "../common/json.js";
import { didYouMean } from "../common/nearest.js";
import type { Result } from "../generated/result.js";
import { checkDocument } from "./check-document.js";
import type { Run, RunOptions } from "./make-run.js";

/** What a loaded set and a built module do alike with documents. */
export interface Evaluator {
  /**
   * Evaluates a config document. The document is not touched; what rules did not write is shared with the result, so
   * treat both as frozen. Where hf_text_config is to be one object with a part of hf_config, `$same` may say so, as in
   * JSON; the result has the object itself. A wrong document or a failing rule is a result with `ok: false`.
   *
   * @throws FettleError where the document is no object, or `pack` names none that is loaded.
   */
  evaluate(document: object, options?: RunOptions): Result;
  /** What is wrong with a document: errors are what `evaluate` would refuse, warnings fields that are not known. */
  checkDocument(document: object): readonly Diagnostic[];
}

export function makeEvaluator(packs: ReadonlySet<string>, run: Run): Evaluator {
  return {
    evaluate(document, options = {}) {
      requireObject(document);
      if (options.pack !== undefined) requirePack(options.pack, packs);
      return run(document as JsonObject, options);
    },
    checkDocument(document) {
      requireObject(document);
      return checkDocument({ file: null, value: document as JsonObject, locate: () => null });
    },
  };
}

/** @throws FettleError where there is no such pack. */
export function requirePack(pack: string, packs: { has(name: string): boolean; keys(): Iterable<string> }): void {
  if (packs.has(pack)) return;
  const hint = didYouMean(pack, packs.keys()) ?? `packs: ${[...packs.keys()].join(", ")}`;
  throw new FettleError([diagnostic("unknown-pack", `there is no pack \`${pack}\``, { hint })]);
}

function requireObject(document: unknown): void {
  if (isObject(document)) return;
  throw new FettleError([
    diagnostic("not-an-object", "a config document is an object", { hint: "pass the parsed document" }),
  ]);
}
