import { parse } from "shell-quote";

/** A text as a shell splits it into words, variables left as they are. */
export function splitWords(text: string): readonly string[] {
  return parse(text.replaceAll("\\\n", " ").replaceAll("\n", " "), (name) => `\${${name}}`).flatMap((entry) =>
    typeof entry === "string" ? [entry] : [],
  );
}
