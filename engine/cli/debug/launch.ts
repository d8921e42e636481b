import type { DebugProtocol } from "@vscode/debugprotocol";
import { z } from "zod";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { requirePack } from "../../compiler/evaluator.js";
import type { Debuggee } from "../../debug/debugger.js";
import type { RuleChoice } from "../../workspace/choose-rules.js";
import { parse } from "../args/parse.js";
import type { Command } from "../command.js";
import { captureStreams } from "../mcp/captured-streams.js";
import { modelOptions } from "../model/model-options.js";
import { readSource } from "../model/read-source.js";

const text = z.string().optional();
const list = z.array(z.string()).optional();

/** Schema of a launch configuration. Additional keys, which editors add, are ignored. */
const configuration = z.object({
  /** A config document, a model's config.json, the folder that contains it, or a manifest. */
  source: z.string(),
  ...{ flags: list, device: text, deployment: text, models: list, recipe: text, env: list },
  ...{ set: text, target: text, rules: list, pack: text },
});

/** The launch configuration as a command with arguments. */
const launched: Pick<Command, "arguments" | "options" | "takesServeFlags"> = {
  arguments: "<source>",
  options: [{ flags: "--pack <name>", help: "run only this pack" }, ...modelOptions],
  takesServeFlags: true,
};

/** Loads the debuggee of a launch configuration; `choice` provides defaults. @throws FettleError */
export async function loadDebuggee(
  asked: DebugProtocol.LaunchRequestArguments,
  choice: RuleChoice,
  note: (text: string) => void,
): Promise<Debuggee> {
  const read = configuration.safeParse(asked);
  if (!read.success) {
    const [issue] = read.error.issues;
    const name = issue?.path.join(".") ?? "";
    throw new FettleError([
      diagnostic("usage", `invalid \`${name}\` in the launch configuration: ${issue?.message ?? ""}`, {
        hint: "`source` names a config document or a model; `flags`, `rules` and `env` are lists of strings",
      }),
    ]);
  }
  const { source, flags = [], ...options } = read.data;
  const stated = { ...choice, ...options };
  const words = Object.entries(stated).flatMap(([name, value]) =>
    [value ?? []].flat().map((entry) => `--${name}=${entry}`),
  );
  const command = { ...launched, description: "", examples: [], run: () => Promise.resolve(0 as const) };
  const parsed = await parse("debug", command, [...words, source, "--", ...flags]);
  if (typeof parsed === "string") throw new FettleError([]);
  const { streams } = captureStreams();
  const invocation = { ...parsed, streams: { ...streams, note } };
  const { program, document } = await readSource(invocation.args[0], invocation, { fromFiles: true });
  const pack = invocation.options.text("pack") ?? null;
  if (pack !== null) requirePack(pack, program.linked.packs);
  return { rules: program.linked, document, pack };
}
