import { choiceOf } from "../load-rules.js";
import type { Command, ExitCode } from "../command.js";

export const command: Command = {
  arguments: "",
  description:
    "Serves agents by the Model Context Protocol over standard input and output, with the tools resolve, why, check, test, upgrade and audit. They read files and write none.",
  options: [],
  examples: [{ line: "fettle mcp", what: "the command to name in the settings of an agent" }],
  async run(invocation): Promise<ExitCode> {
    const [{ agentServer }, { StdioServerTransport }] = await Promise.all([
      import("../mcp/server.js"),
      import("@modelcontextprotocol/sdk/server/stdio.js"),
    ]);
    const { server } = agentServer(invocation.runLine, choiceOf(invocation));
    await server.connect(new StdioServerTransport());
    await new Promise<void>((resolve) => {
      server.onclose = resolve;
      process.stdin.once("end", resolve);
    });
    return 0;
  },
};
