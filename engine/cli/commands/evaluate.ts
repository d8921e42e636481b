import type { JsonObject } from "../../common/json.js";
import type { BuiltModel } from "../model/build-model.js";
import { requirePack } from "../../compiler/evaluator.js";
import type { Program } from "../../workspace/load-program.js";
import { tooLong, unlessTooLong } from "../../compiler/too-long.js";
import type { Evaluated } from "../../explain/evaluated.js";
import { evaluationReports, type EvaluationFormat } from "../../report/formats.js";
import type { ExitCode, Invocation } from "../command.js";
import { printNotes } from "../output/print-diagnostics.js";

export interface EvaluateOptions {
  readonly document: JsonObject;
  readonly pack?: string | undefined;
  readonly built?: BuiltModel | null;
  /** Whether the document is known to fit its schema. */
  readonly isChecked?: boolean;
  /** Whether the user asked for the trace. */
  readonly trace?: boolean;
  readonly fields?: Evaluated["fields"];
  readonly pinAll?: boolean;
}

/** Runs the rules over one document, with what a report needs. */
export function evaluate(program: Program, options: EvaluateOptions): Evaluated {
  const {
    document,
    pack,
    built = null,
    isChecked = false,
    trace: isTraced = false,
    fields = "none",
    pinAll = false,
  } = options;
  if (pack !== undefined) requirePack(pack, program.linked.packs);
  const { trace = [], ...result } = program.run(document, { pack, trace: true, validate: !isChecked });
  return {
    before: document,
    result: isTraced ? { ...result, trace } : result,
    trace,
    rules: program.linked,
    pack: pack ?? null,
    built,
    fields,
    pinAll,
    resolveWith(words) {
      const again = built?.withWords(words) ?? null;
      return again === null ? null : program.run(again, {});
    },
  };
}

/** Prints an evaluation and returns the exit code that goes with it. */
export async function report(
  evaluated: Evaluated,
  format: EvaluationFormat,
  { streams, options }: Invocation,
): Promise<ExitCode> {
  const print = await evaluationReports[format]();
  const whole = unlessTooLong(() => print(evaluated, streams));
  const { text, notes = [] } = whole ?? print({ ...evaluated, result: tooLong, trace: [] }, streams);
  const result = whole === null ? tooLong : evaluated.result;
  if (text !== "") await streams.write(text);
  if (!options.has("quiet")) printNotes(notes, streams);
  if (result.error !== null && format !== "text" && format !== "json")
    printNotes([`the evaluation failed: ${result.error.message}`], streams);
  return result.ok ? 0 : 1;
}
