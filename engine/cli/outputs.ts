import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { diagnostic, FettleError } from "../base/diagnostic.js";
import { explainFileError } from "../pack/explain-file-error.js";

/** A file to write, and the format of what goes into it. */
export interface Output<Format extends string> {
  readonly file: string;
  readonly format: Format;
}

/** The format of each file by its ending, the first that fits. @throws FettleError where an ending says none. */
export function outputsOf<Format extends string>(files: readonly string[], formats: Readonly<Record<string, Format>>): readonly Output<Format>[] {
  return files.map((file) => {
    const ending = Object.keys(formats).find((end) => file.endsWith(end));
    if (ending !== undefined) return { file, format: formats[ending]! };
    const hint = `let it end in one of ${Object.keys(formats).join(", ")}`;
    throw new FettleError([diagnostic("usage", `\`${file}\` does not say by its ending what to write`, { hint })]);
  });
}

/** Writes a report into each file. @throws FettleError where one cannot be written. */
export async function writeOutputs<Format extends string>(outputs: readonly Output<Format>[], report: (format: Format) => Promise<string>): Promise<void> {
  for (const { file, format } of outputs) {
    const text = await report(format);
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    } catch (error) {
      throw error instanceof Error && "code" in error ? new FettleError([explainFileError(error, file)]) : error;
    }
  }
}
