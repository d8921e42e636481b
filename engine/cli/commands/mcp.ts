import { choiceOf } from "../load-rules.js";
import type { Command, ExitCode } from "../command.js";

export const command: Command = {
  arguments: "",
  description:
    "Runs a Model Context Protocol (MCP) server for agents over standard input and output, with the tools resolve, why, compare, check, test, upgrade and audit. They read files but never write any.",
  options: [],
  examples: [{ line: "fettle mcp", what: "the command to put in your agent's settings" }],
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
