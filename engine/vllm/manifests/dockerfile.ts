import { readWords, type ServeCommand } from "../recipes/read-command.js";
import { splitWords } from "./split-words.js";

/** Reads a Dockerfile whose last stage serves a model: its `FROM`, `ENV`, `ENTRYPOINT` and `CMD`. */
export function readDockerfile(text: string): readonly (ServeCommand & { readonly image: string | null })[] {
  const environment: Record<string, string> = {};
  let [image, line]: [string | null, number] = [null, 1];
  let entrypoint: readonly string[] = [];
  let words: readonly string[] = [];
  for (const instruction of instructionsOf(text)) {
    const { name, rest } = instruction;
    if (name === "FROM") {
      image = splitWords(rest).find((word) => !word.startsWith("--")) ?? null;
      [entrypoint, words, line] = [[], [], instruction.line];
    } else if (name === "ARG" || name === "ENV") Object.assign(environment, assignments(rest));
    else if (name === "ENTRYPOINT") {
      [entrypoint, words, line] = [commandWords(rest), [], instruction.line];
    } else if (name === "CMD") {
      [words, line] = [commandWords(rest), instruction.line];
    }
  }
  if (image === null || entrypoint.length + words.length === 0) return [];
  return readWords([...entrypoint, ...words], line, image, environment).map((command) => ({ ...command, image }));
}

interface Instruction {
  readonly name: string;
  readonly rest: string;
  /** 1-based. */
  readonly line: number;
}

/** Splits a Dockerfile into instructions: joins lines continued by a backslash, removes comments. */
function instructionsOf(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  let [open, start] = ["", 0];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*#/.test(line)) continue;
    if (open === "") start = index + 1;
    open += line;
    if (open.endsWith("\\")) {
      open = `${open.slice(0, -1)} `;
      continue;
    }
    const [, name, rest] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(open) ?? [];
    if (name !== undefined && rest !== undefined) found.push({ name: name.toUpperCase(), rest, line: start });
    open = "";
  }
  return found;
}

/** Parses the exec form (a JSON list) or the shell form. */
function commandWords(rest: string): readonly string[] {
  if (!rest.trim().startsWith("[")) return ["/bin/sh", "-c", rest];
  try {
    const value: unknown = JSON.parse(rest);
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return ["/bin/sh", "-c", rest];
  }
}

/** Parses `NAME=value …`, or the old form `NAME value`. */
function assignments(rest: string): Readonly<Record<string, string>> {
  const words = splitWords(rest);
  const first = words[0] ?? "";
  if (!first.includes("=")) return words.length < 2 ? {} : { [first]: words.slice(1).join(" ") };
  return Object.fromEntries(
    words.flatMap((word) =>
      word.includes("=") ? [[word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]] : [],
    ),
  );
}
