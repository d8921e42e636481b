import { isUtf8 } from "node:buffer";
import { diagnostic, FettleError } from "../common/diagnostic.js";

/** Decodes a file as UTF-8. @throws FettleError with the position of the first invalid byte */
export function decodeUtf8(bytes: Buffer, file: string, hint = "save it as UTF-8"): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let [start, line] = [0, 1];
  for (let end = bytes.indexOf(10); end >= 0 && isUtf8(bytes.subarray(start, end)); end = bytes.indexOf(10, start)) {
    start = end + 1;
    line++;
  }
  const end = bytes.indexOf(10, start);
  const column =
    bytes
      .subarray(start, end < 0 ? bytes.length : end)
      .toString("utf8")
      .indexOf("\ufffd") + 1;
  throw new FettleError([diagnostic("not-utf8", `\`${file}\` is not UTF-8 text`, { file, line, column, hint })]);
}
