import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { parseStrictJson } from "../../common/strict-json.js";
import { parseConfigText, type ConfigText } from "./config-text.js";
import { jsonOf, parsePython } from "./python-value.js";

/** The server's configuration in a start-up log. */
export interface ServerLog {
  /** The configuration of the last start. */
  readonly config: ConfigText;
  /** The release that wrote it; null if the line does not state it. */
  readonly release: string | null;
  /** Arguments other than defaults, by vLLM's names; null if no line has them. */
  readonly args: JsonObject | null;
  /** Number of lines with a configuration. */
  readonly count: number;
}

export type ReadLog =
  | ({ readonly ok: true } & ServerLog)
  /** The position of the last line that looked like one, or null if none did. */
  | { readonly ok: false; readonly line: number | null; readonly column: number; readonly expected: string };

/** Start of the configuration: the name of its first setting, after the line's prefix. */
const configStart = /: (?=model=['"])/;
const argsStart = /: (?=\{['"])/;
/** Terminal color codes. */
const colors = /\x1b\[[0-9;]*m/g;

/** Finds the lines of a server log that state its configuration and its arguments, by their form. */
export function readServerLog(text: string): ReadLog {
  let found: { readonly config: ConfigText; readonly release: string | null } | null = null;
  let args: JsonObject | null = null;
  let fault: { readonly line: number; readonly column: number; readonly expected: string } | null = null;
  let count = 0;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = messageOf(raw.replace(colors, "").trimEnd());
    args = argsIn(line) ?? args;
    const start = configStart.exec(line);
    if (start === null) continue;
    const parsed = parseConfigText(line, start.index + start[0].length);
    if (parsed.ok) {
      found = { config: parsed, release: /\(v([0-9][\w.+-]*)\)/.exec(line.slice(0, start.index + 1))?.[1] ?? null };
      count++;
    } else fault = { line: index + 1, column: parsed.at + 1, expected: parsed.expected };
  }
  if (found !== null) return { ok: true, ...found, args, count };
  const expected = "a line with the configuration, `model='…', speculative_config=…`";
  return { ok: false, ...(fault ?? { line: null, column: 1, expected }) };
}

/** The message of a line, if a container runtime or a logger writes JSON. */
function messageOf(line: string): string {
  if (!line.startsWith("{")) return line;
  const parsed = parseStrictJson(line);
  if (!isObject(parsed)) return line;
  const message = parsed["log"] ?? parsed["message"] ?? parsed["msg"];
  return typeof message === "string" ? message.trimEnd() : line;
}

/** Parses arguments by name: a dict up to the end of the line that names the model. */
function argsIn(line: string): JsonObject | null {
  const start = argsStart.exec(line);
  if (start === null) return null;
  const parsed = parsePython(line, start.index + start[0].length);
  if (!parsed.ok || parsed.end !== line.length || parsed.value.kind !== "dict") return null;
  const json: Json | undefined = jsonOf(parsed.value);
  return isObject(json) && ("model" in json || "model_tag" in json) ? json : null;
}
