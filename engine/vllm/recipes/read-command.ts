import { parse } from "shell-quote";
import { itemAt } from "../../common/must.js";
import { expandShell } from "./expand-shell.js";
import type { Word } from "../../serving/given.js";
import { shellVariables, unknownMark } from "./shell-variables.js";
import { splitScript } from "./split-script.js";

/** A command that serves a model, from a script or a container. */
export interface ServeCommand {
  /** Line in the script, from 1. */
  readonly line: number;
  /** The arguments after `vllm serve`. */
  readonly words: readonly Word[];
  /** The image's release; null if unknown. */
  readonly release: string | null;
  /** A vLLM image that does not state its release, such as `latest`; null if it does, or if there is no image. */
  readonly unknownImage: string | null;
  /** Shell variables without a known value; the arguments contain them unexpanded. */
  readonly variables: readonly string[];
  /** Variables that the script exports or the container sets, except those without a known value. */
  readonly environment: Readonly<Record<string, string>>;
}

const image = /(?:^|\/)vllm-openai[\w-]*(?::v?(\d+\.\d+\.\d+)?[^@]*)?(?:@.*)?$/;
const opening: ReadonlySet<string> = new Set(["if", "for", "while", "until", "case", "select"]);
const closing: ReadonlySet<string> = new Set(["fi", "done", "esac"]);
const leading: ReadonlySet<string> = new Set([
  "then",
  "else",
  "elif",
  "do",
  "{",
  "}",
  "!",
  "time",
  "exec",
  "nohup",
  "env",
]);
const arrayAssignment = /^(?:(?:declare|local|readonly|export)\s+(?:-\w+\s+)*)?(\w+)(\+?)=\(([^]*)\)$/;
const shells = /(?:^|\/)(?:ba|da|z|k)?sh$/;
const server = "vllm.entrypoints.openai.api_server";

/**
 * Finds the commands of a shell script that serve a model: `vllm serve`, the server's module, or a vLLM image with its
 * arguments. Expands variables assigned earlier in the script; those of branches and loops only if all agree.
 */
export function readScript(text: string, given: Readonly<Record<string, string>> = {}): readonly ServeCommand[] {
  const variables = shellVariables(given);
  let depth = 0;
  return splitScript(text).flatMap(({ line, text: command }) => {
    const array = arrayAssignment.exec(command);
    if (array !== null) {
      const [, name = "", sign, items = ""] = array;
      variables.assignArray(name, expandShell(items, variables).text, sign === "+", depth === 0);
      return [];
    }
    const { text: expanded, unknown } = expandShell(command, variables);
    const all = wordsIn(expanded);
    const words = all.slice(
      Math.max(
        0,
        all.findIndex((word) => !leading.has(word)),
      ),
    );
    if (closing.has(words[0] ?? "")) depth = Math.max(0, depth - 1);
    if (opening.has(words[0] ?? "")) depth++;
    if (words.length > 0 && variables.assign(words, depth === 0)) return [];
    const served = serveWords(words);
    return served === null
      ? []
      : [
          {
            ...commandOf(served, line, unknown),
            environment: { ...variables.exported, ...environmentBefore(words, served.at) },
          },
        ];
  });
}

/** Reads a command that is already split; follows a shell with `-c`. */
export function readWords(
  words: readonly string[],
  line: number,
  of: string | null,
  environment: Readonly<Record<string, string>> = {},
): readonly ServeCommand[] {
  const script = shells.test(words[0] ?? "") && /^-\w*c$/.test(words[1] ?? "") ? words[2] : undefined;
  const ofImage = imageOf(of === null ? null : expandPlain(of, environment));
  if (script !== undefined) {
    return readScript(script, environment).map((command) => ({
      ...command,
      line,
      environment: { ...environment, ...command.environment },
      ...(command.release === null && ofImage),
    }));
  }
  const unknown: string[] = [];
  const filled = words.map((word) => expandPlain(word, environment, unknown));
  const found = serveWords(filled);
  if (found === null && ofImage === null) return [];
  const command = commandOf(found ?? { args: filled, at: 0, image: null }, line, unknown);
  return [{ ...command, environment, ...(command.release === null && ofImage) }];
}

/** The arguments of one command, without redirections. */
function wordsIn(text: string): readonly string[] {
  const words: string[] = [];
  let isPlace = false;
  for (const entry of parse(text)) {
    const word = typeof entry === "string" ? entry : "pattern" in entry ? entry.pattern : null;
    if (word === null) {
      if (/^\d$/.test(words.at(-1) ?? "") && text.includes(`${words.at(-1)}>`)) words.pop();
    } else if (!isPlace && word !== "") words.push(word);
    isPlace = word === null;
  }
  return words;
}

interface ServeWords {
  readonly args: readonly string[];
  /** Index of the program or the image. */
  readonly at: number;
  readonly image: string | null;
}

function commandOf(
  { args, image: of }: ServeWords,
  line: number,
  unknown: readonly string[],
): Omit<ServeCommand, "environment"> {
  const words = args.map((word) => word.replaceAll(unknownMark, "$(…)"));
  const named = unknown.filter((name) => words.some((word) => word.includes(`\${${name}}`)));
  return {
    line,
    words: asWords(words),
    variables: [...new Set(named)],
    release: null,
    unknownImage: null,
    ...imageOf(of),
  };
}

/** The release of a vLLM image; null for any other image. */
export function imageOf(name: string | null): Pick<ServeCommand, "release" | "unknownImage"> | null {
  const found = image.exec(name ?? "");
  if (found === null) return null;
  return found[1] === undefined ? { release: null, unknownImage: name } : { release: found[1], unknownImage: null };
}

/** The arguments after the program's name, and the vLLM image named before it. */
function serveWords(words: readonly string[]): ServeWords | null {
  const at = words.findIndex(
    (word, index) => (/(?:^|\/)vllm$/.test(word) && words[index + 1] === "serve") || word === server,
  );
  const of = words.findIndex((word) => image.test(word));
  if (at < 0 && of < 0) return null;
  return {
    args: words.slice(at < 0 ? of + 1 : words[at] === server ? at + 1 : at + 2),
    at: at < 0 ? of : at,
    image: of < 0 ? null : itemAt(words, of),
  };
}

/** `NAME=value` before the program, and `-e NAME=value` of a container start. */
function environmentBefore(words: readonly string[], at: number): Readonly<Record<string, string>> {
  const options = words.slice(0, at).flatMap((word, index) => {
    const before = words[index - 1];
    const isOption = before === "-e" || before === "--env" || word.startsWith("--env=");
    return isOption || index === 0 || /^\w+=/.test(before ?? "") ? [word.replace(/^--env=/, "")] : [];
  });
  return Object.fromEntries(
    options.flatMap((word) =>
      /^\w+=/.test(word) && !word.includes(unknownMark)
        ? [[word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]]
        : [],
    ),
  );
}

/** Expands variables in an argument that no shell processes: `${X}` as in Compose, `$(X)` as in Kubernetes, `$X`. */
export function expandPlain(
  word: string,
  environment: Readonly<Record<string, string>>,
  unknown: string[] = [],
): string {
  return word.replace(
    /\$\((\w+)\)|\$\{(\w+)(?::?([-?])([^}]*))?\}|\$(\w+)/g,
    (_whole, ...parts: (string | undefined)[]) => {
      const name = parts[0] ?? parts[1] ?? parts[4] ?? "";
      const value = Object.hasOwn(environment, name) ? environment[name] : parts[2] === "-" ? parts[3] : undefined;
      if (value !== undefined) return value;
      unknown.push(name);
      return `\${${name}}`;
    },
  );
}

export function asWords(args: readonly string[]): readonly Word[] {
  return args.map((text) => ({ text, kind: "flag" }));
}
