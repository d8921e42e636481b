import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";

/** More than any file has that a person wrote, and far below what exhausts the stack of a recursive parser. */
const deepest = 500;
/** More lines and commas than any such file has, and few enough to be parsed in seconds. */
const mostParts = 100_000;

/**
 * Refuses a YAML text that is so long that parsing it would take minutes, or nests so deeply that parsing it could bring the process down; null where it may be parsed.
 * An estimate from the text alone: open brackets, and the width of what indents a line.
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
      const hint = "no configuration is this long: check the program that wrote it";
      return diagnostic("file-too-large", `longer than ${mostParts} lines and items`, {
        file,
        line: index + 1,
        column: 1,
        hint,
      });
    }
    if (open <= deepest && indent <= 2 * deepest) continue;
    const hint = "no configuration is nested like this: check the program that wrote it";
    return diagnostic("too-deep", `nested deeper than ${deepest} levels`, { file, line: index + 1, column: 1, hint });
  }
  return null;
}
