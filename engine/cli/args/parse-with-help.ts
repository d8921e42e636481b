import { Command as Parser, CommanderError, Option } from "commander";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { must } from "../../common/must.js";
import { didYouMean } from "../../common/nearest.js";
import type { Command, OptionSpec } from "../command.js";
import { optionsOf } from "./options.js";
import type { Parsed } from "./parsed.js";
import { sharedOptions } from "./shared-options.js";

/**
 * Parses arguments with commander, or returns the requested help. @throws FettleError that explains invalid arguments.
 */
export function parseWithHelp(
  name: string,
  command: Command,
  words: readonly string[],
): Omit<Parsed, "serveFlags"> | string {
  const parser = parserOf(name, command);
  let help = "";
  parser.exitOverride().configureOutput({ writeOut: (text) => void (help += text), writeErr: () => {} });
  try {
    parser.parse(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return help;
    throw new FettleError([explain(error, name, command, parser)]);
  }
  const values = parser.options.map(
    (option) => [must(option.long, "long").slice(2), parser.getOptionValue(option.attributeName())] as const,
  );
  return { args: parser.args, options: optionsOf(Object.fromEntries(values)) };
}

function parserOf(name: string, command: Command): Parser {
  const parser = new Parser(`fettle ${name}`)
    .description(command.description)
    .helpOption("-h, --help", "show this help");
  if (command.arguments !== "") for (const argument of command.arguments.split(" ")) parser.argument(argument);
  if (command.takesServeFlags === true) parser.usage(`[options] ${command.arguments} [-- vllm serve flags]`);
  for (const spec of [...command.options, ...sharedOptions]) parser.addOption(optionOf(spec));
  const examples = command.examples.map(({ line, what }) => `  ${line}\n      ${what}`);
  return parser.addHelpText("after", `\nExamples:\n${examples.join("\n")}`);
}

function optionOf({ flags, help, choices, repeatable }: OptionSpec): Option {
  const option = new Option(flags, choices === undefined ? help : `${help}: ${choices.join(", ")}`);
  if (choices === undefined && repeatable !== true) return option;
  return option.argParser((value: string, before: readonly string[] | string | undefined) => {
    if (choices !== undefined && !choices.includes(value)) throw badChoice(option, value, choices);
    return repeatable === true ? [...(Array.isArray(before) ? before : []), value] : value;
  });
}

function badChoice(option: Option, value: string, choices: readonly string[]): FettleError {
  const hint = didYouMean(value, choices) ?? `use one of ${choices.join(", ")}`;
  return new FettleError([diagnostic("usage", `invalid value \`${value}\` for \`${option.long}\``, { hint })]);
}

function explain(error: CommanderError, name: string, command: Command, parser: Parser) {
  const [, word = ""] = /'([^']*)'/.exec(error.message) ?? [];
  const help = `run \`fettle ${name} --help\` to see its arguments and options`;
  switch (error.code) {
    case "commander.unknownOption": {
      const known = parser.options.flatMap(({ long }) => long ?? []);
      const other = command.takesServeFlags === true ? "put vLLM flags after `--`" : help;
      return diagnostic("usage", `unknown option \`${word}\` for \`fettle ${name}\``, {
        hint: didYouMean(word, [...known, "--help"]) ?? other,
      });
    }
    case "commander.optionMissingArgument":
      return diagnostic("usage", `\`${word}\` needs a value`, { hint: "put the value after it" });
    case "commander.missingArgument":
      return diagnostic("usage", `\`fettle ${name}\` needs a ${word.toUpperCase()}`, { hint: help });
    case "commander.excessArguments":
      return diagnostic(
        "usage",
        `too many arguments for \`fettle ${name}\`: ${parser.args.map((arg) => `\`${arg}\``).join(" ")}`,
        { hint: help },
      );
    default:
      return diagnostic("usage", error.message.replace(/^error: /, "").replaceAll("'", "`"), { hint: help });
  }
}
