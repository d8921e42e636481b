import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { version } from "../../common/version.js";
import { run } from "../run.js";
import { captureStreams } from "./captured-streams.js";
import type { RuleChoice } from "../../workspace/choose-rules.js";
import { optionsIn, tools } from "./tools.js";

/** A server of the Model Context Protocol whose tools are commands that read and change nothing; `choice` holds where a call says nothing. */
export function agentServer(choice: RuleChoice = {}): McpServer {
  const defaults = optionsIn({ ...choice }, ["set", "target", "rules"]);
  const server = new McpServer({ name: "fettle", version: version() });
  for (const { name, title, description, input, words } of tools) {
    const annotations = { readOnlyHint: true, openWorldHint: false };
    server.registerTool(
      name,
      { title, description, inputSchema: z.strictObject(input), annotations },
      async (asked) => {
        const { streams, output, notes } = captureStreams();
        const [command = name, ...rest] = words(asked);
        const code = await run([command, ...defaults, ...rest], streams);
        const parts = [output(), notes()].filter((part) => part !== "");
        return { content: parts.map((part) => ({ type: "text" as const, text: part })), isError: code > 1 };
      },
    );
  }
  return server;
}
