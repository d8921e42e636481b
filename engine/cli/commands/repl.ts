import type { Command, ExitCode, Invocation } from "../command.js";
import { modelOptions } from "../model/model-options.js";
import { readSource, type Source } from "../model/read-source.js";
import { loadRules } from "../load-rules.js";

export const command: Command = {
  arguments: "[source]",
  description:
    "Answers expressions and conditions about a document, line by line: their values and which parts hold. `.help` lists its own commands, which change the document, run the rules and explain fields. SOURCE is a config document, a model's config.json, the folder that holds one, or a manifest of a deployment; the flags of `vllm serve` go after `--`. Without it, the document is empty. Lines may come from a terminal or from standard input; there, exits with 1 where one of them is a mistake.",
  options: [
    {
      flags: "--pack <name>",
      help: "take facts and named conditions from this pack, not from all that have them",
      completes: "pack",
    },
    ...modelOptions,
  ],
  examples: [
    { line: "fettle repl document.json", what: "ask about a config document" },
    { line: "fettle repl ./gemma-4 -- --max-model-len 32k", what: "ask about a model and its flags" },
    { line: "echo 'model_config.dtype' | fettle repl document.json", what: "in a script" },
  ],
  takesServeFlags: true,
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const source = await sourceOf(invocation);
    const [{ ReplSession }, { Conversation }, { readLines }] = await Promise.all([
      import("../repl/session.js"),
      import("../repl/conversation.js"),
      import("../repl/read-lines.js"),
    ]);
    const session = new ReplSession(source, options.text("pack") ?? null, streams);
    const conversation = new Conversation(session, streams);
    const isTerminal = await readLines(conversation, streams, args[0] === "-");
    await conversation.finish();
    return conversation.mistakes > 0 && !isTerminal ? 1 : 0;
  },
};

async function sourceOf(invocation: Invocation): Promise<Source> {
  const { args, options, serveFlags } = invocation;
  const isNamed = args.length > 0 || serveFlags.length > 0 || options.text("recipe") !== undefined;
  if (isNamed) return readSource(args[0], invocation);
  return { program: await loadRules(invocation), document: {}, built: null };
}
