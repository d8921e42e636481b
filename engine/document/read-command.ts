import { parse } from "shell-quote";
import type { Word } from "./serve-tokens.js";

/** A command that serves a model, as a script or a container states it. */
export interface ServeCommand {
  /** In the script, from 1. */
  readonly line: number;
  /** The words behind `vllm serve`. */
  readonly words: readonly Word[];
  /** The release that the image is of; null where nothing says it. */
  readonly release: string | null;
  /** Variables of the shell without a value here; the words hold them as they stand. */
  readonly variables: readonly string[];
}

const image = /(?:^|\/)vllm-openai[\w-]*(?::v?(\d+\.\d+\.\d+)?.*)?$/;
const shells = /(?:^|\/)(?:ba|da|z|k)?sh$/;
const server = "vllm.entrypoints.openai.api_server";

/** The commands of a shell script that serve a model: `vllm serve`, the server's module, or an image of vLLM with its words. */
export function readScript(text: string): readonly ServeCommand[] {
  const lines = text.split(/\r?\n/);
  const commands: ServeCommand[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let whole = lines[index]!;
    while (index + 1 < lines.length && goesOn(whole)) whole = `${whole.replace(/\\$/, " ")}${/\\$/.test(whole) ? "" : "\n"}${lines[++index]!}`;
    commands.push(...readLine(whole, line));
  }
  return commands;
}

/** Whether the next line belongs to this one: it ends in a backslash, or inside quotes. */
function goesOn(text: string): boolean {
  if (/\\$/.test(text)) return true;
  return /['"]/.test(text.replace(/\\./g, "").replace(/'[^']*'|"[^"]*"/g, "").replace(/(?:^|\s)#.*/g, ""));
}

/** A command that is a list of words already; a shell with `-c` is looked into. */
export function readWords(words: readonly string[], line: number, of: string | null): readonly ServeCommand[] {
  const script = shells.test(words[0] ?? "") && /^-\w*c$/.test(words[1] ?? "") ? words[2] : undefined;
  const found = script === undefined ? serveWords(words) : null;
  const release = image.exec(of ?? "")?.[1] ?? null;
  if (script !== undefined) return readScript(script).map((command) => ({ ...command, line, release: command.release ?? release }));
  if (found === null && !image.test(of ?? "")) return [];
  return [{ line, words: asWords(found?.args ?? words), release: found?.release ?? release, variables: words.flatMap((word) => variablesIn(word)) }];
}

function readLine(text: string, line: number): readonly ServeCommand[] {
  const entries = parse(text, (name) => `\${${name}}`).map((entry) => (typeof entry === "string" ? entry : "pattern" in entry ? entry.pattern : null));
  const commands = entries.reduce<string[][]>((all, word) => (word === null ? [...all, []] : [...all.slice(0, -1), [...all.at(-1)!, word]]), [[]]);
  return commands.flatMap((words) => {
    const found = serveWords(words);
    return found === null ? [] : [{ line, words: asWords(found.args), release: found.release, variables: found.args.flatMap(variablesIn) }];
  });
}

/** What stands behind the name of the program, and the release where an image says it. */
function serveWords(words: readonly string[]): { readonly args: readonly string[]; readonly release: string | null } | null {
  const at = words.findIndex((word, index) => (/(?:^|\/)vllm$/.test(word) && words[index + 1] === "serve") || word === server);
  const of = words.findIndex((word) => image.test(word));
  if (at < 0 && of < 0) return null;
  const release = of < 0 ? null : (image.exec(words[of]!)![1] ?? null);
  return { args: words.slice(at < 0 ? of + 1 : words[at] === server ? at + 1 : at + 2).map(withDefaults), release };
}

/** `${PORT:-8000}` is 8000 where nothing else is said. */
function withDefaults(word: string): string {
  return word.replace(/\$\{\w+:?-([^}]*)\}/g, "$1");
}

function variablesIn(word: string): readonly string[] {
  return [...withDefaults(word).matchAll(/\$\{?(\w+)\}?/g)].map(([, name]) => name!);
}

function asWords(args: readonly string[]): readonly Word[] {
  return args.map((text) => ({ text, kind: "flag" }));
}
