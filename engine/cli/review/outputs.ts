import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { diagnostic, FettleError } from "../../base/diagnostic.js";
import { explainFileError } from "../../pack/explain-file-error.js";
import { reviewReports, type Reviewed, type ReviewFormat } from "../../report/reviewed.js";
import type { Style } from "../../report/style.js";

const formats: Readonly<Record<string, ReviewFormat>> = {
  ".md": "markdown", ".html": "html", ".json": "json", ".xml": "junit", ".sarif": "sarif", ".txt": "text",
};

/** A file to write, and the report that goes into it. */
export interface Output {
  readonly file: string;
  readonly format: ReviewFormat;
}

/** The format of each file by its ending. @throws FettleError where an ending says none. */
export function outputsOf(files: readonly string[]): readonly Output[] {
  return files.map((file) => {
    const format = file.endsWith(".sarif.json") ? "sarif" : formats[path.extname(file)];
    if (format !== undefined) return { file, format };
    const hint = `let it end in one of ${Object.keys(formats).join(", ")}`;
    throw new FettleError([diagnostic("usage", `\`${file}\` does not say by its ending what to write`, { hint })]);
  });
}

/** Writes one review into each file. @throws FettleError where one cannot be written. */
export async function writeOutputs(outputs: readonly Output[], reviewed: Reviewed, style: Style): Promise<void> {
  for (const { file, format } of outputs) {
    const report = await reviewReports[format]();
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, report(reviewed, style));
    } catch (error) {
      throw error instanceof Error && "code" in error ? new FettleError([explainFileError(error, file)]) : error;
    }
  }
}
