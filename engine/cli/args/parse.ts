import { parseArgs, type ParseArgsConfig } from "node:util";
import { fromMap, must } from "../../common/must.js";
import type { Command } from "../command.js";
import { optionsOf } from "./options.js";
import type { Parsed } from "./parsed.js";
import { sharedOptions } from "./shared-options.js";

/**
 * Parses the arguments after a command's name; returns a string if help was requested. Uses Node's own parser, which
 * loads quickly; commander, which writes help and explains mistakes, is loaded only for arguments that it rejects.
 */
export async function parse(name: string, command: Command, words: readonly string[]): Promise<Parsed | string> {
  const end = words.indexOf("--");
  const isSplit = command.takesServeFlags === true && end >= 0;
  const own = isSplit ? words.slice(0, end) : words;
  const read = parsePlainly(command, own) ?? (await import("./parse-with-help.js")).parseWithHelp(name, command, own);
  return typeof read === "string" ? read : { ...read, serveFlags: isSplit ? words.slice(end + 1) : [] };
}

/** Returns null if commander must handle the arguments. */
export function parsePlainly(command: Command, words: readonly string[]): Omit<Parsed, "serveFlags"> | null {
  const specs = new Map(
    [...command.options, ...sharedOptions].map((spec) => {
      const [, long] = /--([a-z-]+)/.exec(spec.flags) ?? [];
      return [must(long, "the long name of an option"), spec];
    }),
  );
  const config: ParseArgsConfig["options"] = {};
  for (const [option, { flags }] of specs) {
    const [, short] = /^-(\w),/.exec(flags) ?? [];
    config[option] = {
      ...(flags.includes("<") ? { type: "string", multiple: true } : { type: "boolean" }),
      ...(short === undefined ? {} : { short }),
    };
  }
  let read: ReturnType<typeof parseArgs>;
  try {
    read = parseArgs({ args: [...words], options: config, allowPositionals: true });
  } catch {
    return null;
  }
  const values: Record<string, unknown> = {};
  for (const [option, value] of Object.entries(read.values)) {
    const { choices, repeatable } = fromMap(specs, option);
    if (Array.isArray(value) && choices !== undefined && !value.every((word) => choices.includes(String(word))))
      return null;
    values[option] = Array.isArray(value) && repeatable !== true ? value.at(-1) : value;
  }
  return takes(command, read.positionals.length) ? { args: read.positionals, options: optionsOf(values) } : null;
}

/** Whether a command takes this number of arguments. */
function takes(command: Command, count: number): boolean {
  const places = command.arguments === "" ? [] : command.arguments.split(" ");
  const least = places.filter((place) => place.startsWith("<")).length;
  return count >= least && (count <= places.length || command.arguments.includes("..."));
}
