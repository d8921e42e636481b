import type { Options } from "./options.js";

/** What the words after a command's name say. */
export interface Parsed {
  readonly args: readonly string[];
  readonly serveFlags: readonly string[];
  readonly options: Options;
}
