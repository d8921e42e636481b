import { FettleError, diagnostic, type Diagnostic } from "../common/diagnostic.js";
import { isObject, type JsonObject } from "../common/json.js";
import { packHint } from "../common/nearest.js";
import type { Result } from "../generated/result.js";
import { asSource, documentChecker } from "./check-document.js";
import type { DocumentModel, Run, RunOptions } from "./make-run.js";

/** Common interface of a loaded set and a built module. */
export interface Evaluator {
  /**
   * Evaluates a config document. The document is not modified. The result shares its unchanged parts, so treat both as
   * frozen. `$same` may state, as in JSON, that a field is the same object as another; the result has the object
   * itself. An invalid document or a failing rule gives a result with `ok: false`.
   *
   * @throws FettleError if the document is not an object, or `pack` is not loaded.
   */
  evaluate(document: object, options?: RunOptions): Result;
  /** Reports errors for what `evaluate` rejects, and warnings for unknown fields. */
  checkDocument(document: object): readonly Diagnostic[];
}

export function makeEvaluator(packs: ReadonlySet<string>, run: Run, engine: DocumentModel): Evaluator {
  return {
    evaluate(document, options = {}) {
      requireObject(document);
      if (options.pack !== undefined) requirePack(options.pack, packs);
      return run(document as JsonObject, options);
    },
    checkDocument(document) {
      requireObject(document);
      return documentChecker(engine).checkDocument(asSource(document));
    },
  };
}

/** @throws FettleError if the pack does not exist. */
export function requirePack(pack: string, packs: { has(name: string): boolean; keys(): Iterable<string> }): void {
  if (packs.has(pack)) return;
  const hint = packHint(pack, packs.keys());
  throw new FettleError([diagnostic("unknown-pack", `unknown pack \`${pack}\``, { hint })]);
}

function requireObject(document: unknown): void {
  if (isObject(document)) return;
  throw new FettleError([
    diagnostic("not-an-object", "expected a config document, which is an object", { hint: "pass the parsed document" }),
  ]);
}
