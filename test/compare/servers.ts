import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import type { JsonObject } from "../../engine/common/json.js";

/** What a real server says of itself, and how it was started; `scripts/oracle/server_info.py` asks. */
export interface Server {
  readonly id: string;
  readonly device: string;
  readonly model: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The configuration in the two formats of `/server_info`. */
  readonly json: JsonObject;
  readonly text: string;
  /** Arguments that are not defaults, as Python writes them. */
  readonly args: string;
  readonly variables: JsonObject;
  readonly system: JsonObject;
}

export interface Servers {
  readonly release: string;
  readonly servers: readonly Server[];
}

export function readServers(release: string): Servers {
  const file = new URL(`../vectors/server-info/${release}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as Servers;
}

/** What the server answers, as JSON or with its configuration as text. */
export function answerOf({ json, text, variables, system }: Server, format: "json" | "text"): string {
  return JSON.stringify({
    vllm_config: format === "json" ? json : text,
    ...{ vllm_env: variables, system_env: system },
  });
}

/** A log with the two lines of the server; the words in them are ours, since only their form is looked at. */
export function logOf({ args, text }: Server, release: string): string {
  return [
    `(Front pid=1) INFO 01-01 10:00:00 [start.py:1] started with: ${args}`,
    "(Front pid=1) INFO 01-01 10:00:01 [start.py:2] nothing of interest: {'a': 1}",
    `(Core pid=2) INFO 01-01 10:00:02 [core.py:1] (v${release}) runs with: ${text}`,
    "(Core pid=2) INFO 01-01 10:00:03 [core.py:2] ready",
  ].join("\n");
}

/** Folders with the models of servers, as they were asked with. */
export function modelFolders(servers: readonly Server[]): (server: Server) => string {
  const root = mkdtempSync(path.join(tmpdir(), "fettle-servers-"));
  for (const model of new Set(servers.map((server) => server.model))) {
    mkdirSync(path.join(root, model));
    const config = new URL(`../vllm/fixtures/${model}.config.json`, import.meta.url);
    writeFileSync(path.join(root, model, "config.json"), readFileSync(config));
  }
  return ({ model }) => path.join(root, model);
}
