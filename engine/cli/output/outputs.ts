import { printableLines } from "../../common/printable.js";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { writeFiles } from "../../workspace/writing/write-files.js";

/** A file to write, and the format of its contents. */
export interface Output<Format extends string> {
  readonly file: string;
  readonly format: Format;
}

/** Selects the format of each file by the first matching extension. @throws FettleError if none matches. */
export function outputsOf<Format extends string>(
  files: readonly string[],
  formats: Readonly<Record<string, Format>>,
): readonly Output<Format>[] {
  return files.map((file) => {
    const [, format] = Object.entries(formats).find(([end]) => file.endsWith(end)) ?? [];
    if (format !== undefined) return { file, format };
    const hint = `use one of the extensions ${Object.keys(formats).join(", ")}`;
    throw new FettleError([diagnostic("usage", `cannot tell the format of \`${file}\` from its extension`, { hint })]);
  });
}

/** Writes a report to each file, all or none. @throws FettleError if one cannot be written. */
export async function writeOutputs<Format extends string>(
  outputs: readonly Output<Format>[],
  report: (format: Format) => Promise<string>,
): Promise<void> {
  const files: Record<string, string> = {};
  for (const { file, format } of outputs) {
    const text = await report(format);
    files[file] = format === "text" ? printableLines(text) : text;
  }
  await writeFiles(files);
}
