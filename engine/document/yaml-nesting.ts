import { diagnostic, type Diagnostic } from "../base/diagnostic.js";

/** More than any file has that a person wrote, and far below what exhausts the stack of a recursive parser. */
const deepest = 500;

/**
 * Refuses a YAML text that nests so deeply that parsing it could bring the process down; null where it may be parsed.
 * An estimate from the text alone: open brackets, and the width of what indents a line.
 */
export function nestingFault(text: string, file: string | null): Diagnostic | null {
  let open = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const indent = /^[ \t?-]*/.exec(line)![0].length;
    for (const sign of line) {
      if (sign === "[" || sign === "{") open++;
      else if ((sign === "]" || sign === "}") && open > 0) open--;
    }
    if (open <= deepest && indent <= 2 * deepest) continue;
    const hint = "no configuration is nested like this: check the program that wrote it";
    return diagnostic("too-deep", `nested deeper than ${deepest} levels`, { file, line: index + 1, column: 1, hint });
  }
  return null;
}
