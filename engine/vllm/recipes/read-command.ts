import { parse } from "shell-quote";
import { itemAt } from "../../common/must.js";
import { expandShell } from "./expand-shell.js";
import type { Word } from "../args/serve-tokens.js";
import { shellVariables, unknownMark } from "./shell-variables.js";
import { splitScript } from "./split-script.js";

/** A command that serves a model, as a script or a container states it. */
export interface ServeCommand {
  /** In the script, from 1. */
  readonly line: number;
  /** The words behind `vllm serve`. */
  readonly words: readonly Word[];
  /** The release that the image is of; null where nothing says it. */
  readonly release: string | null;
  /** An image of vLLM that does not say its release, such as `latest`; null where it does, or where there is none. */
  readonly unknownImage: string | null;
  /** Variables of the shell without a value here; the words hold them as they stand. */
  readonly variables: readonly string[];
  /** What the script exports or the container sets, besides variables without a value here. */
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
 * The commands of a shell script that serve a model: `vllm serve`, the server's module, or an image of vLLM with its
 * words. Variables that the script assigns before have their values; those of branches and loops only where all agree.
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

/** A command that is a list of words already; a shell with `-c` is looked into. */
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

/** The words of one command, without redirections. */
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
  /** Where the program or the image stands. */
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

/** What an image of vLLM says about its release; null for any other image. */
export function imageOf(name: string | null): Pick<ServeCommand, "release" | "unknownImage"> | null {
  const found = image.exec(name ?? "");
  if (found === null) return null;
  return found[1] === undefined ? { release: null, unknownImage: name } : { release: found[1], unknownImage: null };
}

/** What stands behind the name of the program, with the image of vLLM that is named before it. */
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

/** `NAME=value` before the program, and `-e NAME=value` of a container's start. */
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

/** The variables in a word that no shell reads: `${X}` as Compose fills it in, `$(X)` as Kubernetes does, `$X`. */
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
