import type { Command, ExitCode, Invocation } from "../command.js";
import { modelOptions } from "../model/model-options.js";
import { readSource, type Source } from "../model/read-source.js";
import { loadRules } from "../load-rules.js";

export const command: Command = {
  arguments: "[source]",
  description:
    "Evaluates expressions and conditions on a document, line by line, and shows their values and which parts hold. `.help` lists the built-in commands, which edit the document, run the rules and explain fields. SOURCE is a config document, a model's config.json, the folder that holds one, or a deployment manifest; put `vllm serve` flags after `--`. Without SOURCE, the document is empty. Reads lines from a terminal or from standard input; in the latter case, exits with 1 if any line is invalid.",
  options: [
    {
      flags: "--pack <name>",
      help: "use the facts and named conditions of this pack, instead of every pack's",
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
    const [{ ReplSession }, { Conversation }, { readLines }, { servingEngineOf }] = await Promise.all([
      import("../repl/session.js"),
      import("../repl/conversation.js"),
      import("../repl/read-lines.js"),
      import("../../resolve/serving-engines.js"),
    ]);
    const session = new ReplSession(source, options.text("pack") ?? null, streams);
    const { engine, target } = source.program.linked;
    const release = (await servingEngineOf(engine)).release(target.version);
    const conversation = new Conversation(session, streams, release);
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
