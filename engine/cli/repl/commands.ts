import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";
import type { ReplSession } from "./session.js";

export type Completed = "path" | "pack" | null;

interface DotCommand {
  readonly name: string;
  readonly takes: string;
  readonly summary: string;
  /** Kind of the first argument, for completion. */
  readonly completes: Completed;
  /** Number of required arguments. */
  readonly needs: number;
  run(session: ReplSession, first: string, rest: string): string;
}

/** Commands, which begin with a dot, in the order of `.help`; `.exit` is handled by the line reader. */
export const dotCommands: readonly DotCommand[] = [
  {
    ...{ name: ".set", takes: "PATH VALUE", completes: "path", needs: 2 },
    summary: "set a field to JSON or to the value of an expression",
    run: (session, path, value) => session.set(path, value),
  },
  {
    ...{ name: ".unset", takes: "PATH", completes: "path", needs: 1 },
    summary: "remove a field",
    run: (session, path) => session.unset(path),
  },
  {
    ...{ name: ".run", takes: "", completes: null, needs: 0 },
    summary: "run the rules, show what changed, and continue with the result",
    run: (session) => session.run(),
  },
  {
    ...{ name: ".before", takes: "", completes: null, needs: 0 },
    summary: "return to the document before the rules ran",
    run: (session) => session.before(),
  },
  {
    ...{ name: ".why", takes: "PATH", completes: "path", needs: 1 },
    summary: "show which rules changed a field, and which could have",
    run: (session, path) => session.why(path),
  },
  {
    ...{ name: ".pack", takes: "[NAME]", completes: "pack", needs: 0 },
    summary: "use the facts and conditions of this pack, or without a name, of any pack",
    run: (session, name) => session.choosePack(name),
  },
  { ...{ name: ".help", takes: "", completes: null, needs: 0 }, summary: "show this list", run: () => helpText() },
  { ...{ name: ".exit", takes: "", completes: null, needs: 0 }, summary: "exit, like Ctrl-D", run: () => "" },
];

/** Runs one line: a command, otherwise an expression or condition. @throws FettleError with one diagnostic */
export function answerLine(line: string, session: ReplSession): string {
  const text = line.trim();
  if (!text.startsWith(".")) return session.ask(line);
  const [, name = "", first = "", rest = ""] = /^(\S+)\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const command = dotCommands.find((entry) => entry.name === name);
  if (command === undefined) {
    const hint =
      didYouMean(
        name,
        dotCommands.map((entry) => entry.name),
      ) ?? "`.help` lists the commands";
    throw new FettleError([diagnostic("usage", `unknown command \`${name}\``, { hint })]);
  }
  const given = [first, rest].filter((word) => word !== "").length;
  if (given < command.needs)
    throw new FettleError([
      diagnostic("usage", `\`${name}\` needs ${command.takes}`, { hint: `write \`${name} ${command.takes}\`` }),
    ]);
  // Blanks replace the text before the value, so that positions in it match the line.
  const blanks = line.slice(0, line.length - line.trimStart().length + text.length - rest.length).replace(/\S/g, " ");
  return command.run(session, first, `${blanks}${rest}`);
}

function helpText(): string {
  const rows = dotCommands.map(({ name, takes, summary }) => [`${name} ${takes}`.trim(), summary] as const);
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    "Enter an expression to see its value, or a condition in JSON to see which parts hold. The names of facts and",
    "named conditions of packs work in either.",
    "",
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    "",
  ].join("\n");
}
