import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { refuseTooLong, tooLongError } from "../../common/too-long.js";
import { version } from "../../common/version.js";
import { shareMemory } from "../../workspace/shared-memory.js";
import type { RuleChoice } from "../../workspace/choose-rules.js";
import type { CommandCall } from "../command.js";
import { captureStreams } from "./captured-streams.js";
import { tools } from "./tools.js";

/** Maximum length of an answer's text: in the envelope, which is JSON, each character may take six. */
const longest = 2 ** 26;

/**
 * Creates a Model Context Protocol server whose tools are read-only commands; a call's arguments take precedence over
 * `choice`.
 */
export function agentServer(runLine: CommandCall["runLine"], choice: RuleChoice = {}): McpServer {
  shareMemory();
  const server = new McpServer({ name: "fettle", version: version() });
  for (const { name, title, description, input, words } of tools) {
    const annotations = { readOnlyHint: true, openWorldHint: false };
    server.registerTool(
      name,
      { title, description, inputSchema: z.strictObject(input), annotations },
      async (asked) => {
        const { streams, output, notes } = captureStreams();
        const code = await runLine(words({ ...choice, ...asked }), streams);
        const parts = await refuseTooLong(() => [output(), notes()].filter((part) => part !== ""));
        if (parts.reduce((sum, part) => sum + part.length, 0) > longest) throw tooLongError();
        return { content: parts.map((part) => ({ type: "text" as const, text: part })), isError: code > 1 };
      },
    );
  }
  return server;
}
