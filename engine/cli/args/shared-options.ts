import type { OptionSpec } from "../command.js";

/** Options of all commands. */
export const sharedOptions: readonly OptionSpec[] = [
  { flags: "--set <name>", help: "rule set to use (default: from fettle.config.json, else vllm)", completes: "set" },
  {
    flags: "--rules <folder>",
    help: "folder with your own rules; may be repeated (default: from fettle.config.json, else `rules`)",
    repeatable: true,
    completes: "folder",
  },
  {
    flags: "--target <release>",
    help: "target release: 0.33.0, 0.33 for its newest patch, or latest (default: from fettle.config.json, else latest)",
    completes: "release",
  },
  { flags: "-q, --quiet", help: "print only results and errors: no warnings, notes or summary" },
];
