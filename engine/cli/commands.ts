import type { CommandRow } from "./command.js";

/** All commands, in the order of the help. */
export const commands: readonly CommandRow[] = [
  {
    name: "resolve",
    summary: "show the configuration that vLLM resolves, and why",
    load: () => import("./commands/resolve.js"),
  },
  { name: "apply", summary: "run the rules on a config document", load: () => import("./commands/apply.js") },
  {
    name: "why",
    summary: "show which rules changed a field, and which could have",
    load: () => import("./commands/why.js"),
  },
  {
    name: "repl",
    summary: "query a document interactively",
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
    summary: "write pack documentation, with decision tables",
    load: () => import("./commands/docs.js"),
  },
  { name: "check", summary: "find mistakes in packs, cases and sets", load: () => import("./commands/check.js") },
  { name: "test", summary: "run test cases and report coverage gaps", load: () => import("./commands/test.js") },
  {
    name: "diff",
    summary: "compare the behavior of two versions of the rules",
    load: () => import("./commands/diff.js"),
  },
  {
    name: "review",
    summary: "review the changes that a branch makes to packs",
    load: () => import("./commands/review.js"),
  },
  {
    name: "upgrade",
    summary: "show what another release of the serving engine changes",
    load: () => import("./commands/upgrade.js"),
  },
  {
    name: "compare",
    summary: "compare a running server with its predicted configuration",
    load: () => import("./commands/compare.js"),
  },
  {
    name: "audit",
    summary: "check deployments against launch checks and policies",
    load: () => import("./commands/audit.js"),
  },
  {
    name: "prove",
    summary: "verify properties for all documents, or show a counterexample",
    load: () => import("./commands/prove.js"),
  },
  { name: "new", summary: "create a pack and its cases from a template", load: () => import("./commands/new.js") },
  { name: "fmt", summary: "format packs, cases and sets in canonical form", load: () => import("./commands/fmt.js") },
  {
    name: "build",
    summary: "compile the rule set to a single module",
    load: () => import("./commands/build.js"),
  },
  { name: "init", summary: "set up a project with your own rules", load: () => import("./commands/init.js") },
  {
    name: "lsp",
    summary: "run the language server for editors",
    load: () => import("./commands/lsp.js"),
  },
  {
    name: "debug",
    summary: "run the debug adapter for editors",
    load: () => import("./commands/debug.js"),
  },
  {
    name: "mcp",
    summary: "run the MCP server for agents",
    load: () => import("./commands/mcp.js"),
  },
  {
    name: "completion",
    summary: "print a shell completion script",
    load: () => import("./completion/completion.js"),
  },
];
