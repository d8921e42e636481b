import type { Diagnostic } from "../common/diagnostic.js";
import type { Json, JsonObject } from "../common/json.js";
import type { Path } from "../common/path.js";

/** Reads what running servers of an engine state, and compares it with documents. */
export interface ServerReader {
  /** Parses a server's response or its start-up log. @throws FettleError */
  read(text: string, file: string): ServerInfo;
  /** Whether a field is equal on two servers with the same configuration: not an address or a measurement. */
  isCompared(path: Path): boolean;
  /** Normalizes a value, so that a server's form of it equals the document's. */
  comparable(field: string, value: Json | undefined): string | number | boolean | null;
  /** A reported value as a user would write it for a flag: of a section, what users choose, not what is derived. */
  asWritten(field: string, value: Json, info: ServerInfo): Json;
}

/** Information from a running server. */
export interface ServerInfo {
  /** json, text: a response in that format; log: a start-up log. */
  readonly form: "json" | "text" | "log";
  /** Its configuration by the document's sections, as far as it states them. */
  readonly config: JsonObject;
  /** Its release; null if not stated. */
  readonly release: string | null;
  /** The GPU's name as reported by the driver; null if not stated. */
  readonly gpu: string | null;
  readonly gpuCount: number | null;
  /** Environment variables as parsed by the server, including defaults; null if not stated. */
  readonly variables: JsonObject | null;
  /** The arguments that it was started with; null if not stated. */
  readonly args: JsonObject | null;
  readonly findings: readonly Diagnostic[];
}
