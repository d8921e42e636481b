import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";

/** More than any handwritten file, and far below what overflows the stack of a recursive parser. */
const deepest = 500;
/** More lines and commas than any such file has, and few enough to parse within seconds. */
const mostParts = 100_000;

/**
 * Rejects a YAML text that would take minutes to parse or overflow the stack of the parser; null if it is safe.
 * Estimates size and nesting from the text alone: open brackets, and the width of indentation.
 */
export function nestingFault(text: string, file: string | null): Diagnostic | null {
  let open = 0;
  let parts = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const indent = /^[ \t?-]*/.exec(line)?.[0].length ?? 0;
    for (const sign of line) {
      if (sign === ",") parts++;
      if (sign === "[" || sign === "{") open++;
      else if ((sign === "]" || sign === "}") && open > 0) open--;
    }
    if (++parts > mostParts) {
      const hint = "check the program that wrote it: no configuration is this long";
      return diagnostic("file-too-large", `longer than ${mostParts} lines and items`, {
        file,
        line: index + 1,
        column: 1,
        hint,
      });
    }
    if (open <= deepest && indent <= 2 * deepest) continue;
    const hint = "check the program that wrote it: no configuration is nested this deeply";
    return diagnostic("too-deep", `nested deeper than ${deepest} levels`, { file, line: index + 1, column: 1, hint });
  }
  return null;
}
