import { tooLong, unlessTooLong } from "../../compiler/too-long.js";
import type { Evaluated } from "../../explain/evaluated.js";
import { evaluationReports, type EvaluationFormat } from "../../report/formats.js";
import type { ExitCode, Invocation } from "../command.js";
import { printNotes } from "./print-diagnostics.js";

/** Prints an evaluation and returns its exit code. */
export async function printEvaluation(
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
