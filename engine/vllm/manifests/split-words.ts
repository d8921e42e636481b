import { parse } from "shell-quote";

/** Splits text into arguments as a shell does, without expanding variables. */
export function splitWords(text: string): readonly string[] {
  return parse(text.replaceAll("\\\n", " ").replaceAll("\n", " "), (name) => `\${${name}}`).flatMap((entry) =>
    typeof entry === "string" ? [entry] : [],
  );
}
