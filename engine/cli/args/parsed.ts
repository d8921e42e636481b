import type { Options } from "./options.js";

/** The parsed arguments after a command's name. */
export interface Parsed {
  readonly args: readonly string[];
  readonly serveFlags: readonly string[];
  readonly options: Options;
}
