import type { CommandRow } from "./command.js";

/** All commands, in the order of the help. */
export const commands: readonly CommandRow[] = [
  {
    name: "resolve",
    summary: "show what vLLM makes of a model and its flags, and why",
    load: () => import("./commands/resolve.js"),
  },
  { name: "apply", summary: "run the rules over a config document", load: () => import("./commands/apply.js") },
  {
    name: "why",
    summary: "tell which rules moved a field, and which could have",
    load: () => import("./commands/why.js"),
  },
  {
    name: "repl",
    summary: "ask about a document, line by line",
    load: () => import("./commands/repl.js"),
  },
  {
    name: "list",
    summary: "list the packs of the set and the order in which they run",
    load: () => import("./commands/list.js"),
  },
  { name: "show", summary: "show a pack: its rules, conditions and reasons", load: () => import("./commands/show.js") },
  {
    name: "docs",
    summary: "write documentation of packs, with decision tables",
    load: () => import("./commands/docs.js"),
  },
  { name: "check", summary: "find mistakes in packs, cases and sets", load: () => import("./commands/check.js") },
  { name: "test", summary: "run test cases and report coverage gaps", load: () => import("./commands/test.js") },
  {
    name: "diff",
    summary: "tell what a change of rules does to every document",
    load: () => import("./commands/diff.js"),
  },
  { name: "review", summary: "review what a branch does to packs", load: () => import("./commands/review.js") },
  {
    name: "upgrade",
    summary: "tell what another release of the serving engine does to deployments",
    load: () => import("./commands/upgrade.js"),
  },
  {
    name: "compare",
    summary: "compare a running server with what is predicted for it",
    load: () => import("./commands/compare.js"),
  },
  {
    name: "audit",
    summary: "hold deployments to launch checks and policies",
    load: () => import("./commands/audit.js"),
  },
  {
    name: "prove",
    summary: "verify properties for all documents, or show a counterexample",
    load: () => import("./commands/prove.js"),
  },
  { name: "new", summary: "start a pack, with cases to fill in", load: () => import("./commands/new.js") },
  { name: "fmt", summary: "write packs, cases and sets in canonical form", load: () => import("./commands/fmt.js") },
  {
    name: "build",
    summary: "write the rule set as one module, for import anywhere",
    load: () => import("./commands/build.js"),
  },
  { name: "init", summary: "start a project with rules of your own", load: () => import("./commands/init.js") },
  {
    name: "lsp",
    summary: "serve an editor by the Language Server Protocol",
    load: () => import("./commands/lsp.js"),
  },
  {
    name: "debug",
    summary: "serve an editor by the Debug Adapter Protocol",
    load: () => import("./commands/debug.js"),
  },
  {
    name: "mcp",
    summary: "serve agents by the Model Context Protocol",
    load: () => import("./commands/mcp.js"),
  },
  {
    name: "completion",
    summary: "print the completion script of a shell",
    load: () => import("./completion/completion.js"),
  },
];
