import type { JsonObject } from "../common/json.js";
import { requirePack } from "../compiler/evaluator.js";
import type { Evaluated } from "../explain/evaluated.js";
import type { Program } from "../workspace/load-program.js";
import type { BuiltModel } from "./build-model.js";

export interface EvaluateOptions {
  readonly document: JsonObject;
  readonly pack?: string | undefined;
  readonly built?: BuiltModel | null;
  /** Whether the document is known to match its schema. */
  readonly isChecked?: boolean;
  /** Whether the user requested the trace. */
  readonly trace?: boolean;
  readonly fields?: Evaluated["fields"];
  readonly pinAll?: boolean;
}

/** Runs the rules over one document and collects the data for reports. */
export function evaluate(program: Program, options: EvaluateOptions): Evaluated {
  const { document, pack, built = null, isChecked = false, trace: isTraced = false } = options;
  const { fields = "none", pinAll = false } = options;
  if (pack !== undefined) requirePack(pack, program.linked.packs);
  const { trace = [], ...result } = program.run(document, { pack, trace: true, validate: !isChecked });
  return {
    before: document,
    result: isTraced ? { ...result, trace } : result,
    trace,
    rules: program.linked,
    pack: pack ?? null,
    built,
    serving: built?.serving ?? null,
    fields,
    pinAll,
    resolveWith(words) {
      const again = built?.withWords(words) ?? null;
      return again === null ? null : program.run(again, {});
    },
  };
}
