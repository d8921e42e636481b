import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createSyncFn } from "synckit";
import { afterAll, inject } from "vitest";
import type { Request, Response } from "./warm/command-server.js";

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: readonly string[];
}

export const fixtures = path.join(import.meta.dirname, "fixtures");

/** Options that choose the rules of the fixtures. */
export const acme = ["--set", "acme", "--rules", "own"] as const;

/** The environment of a run: nothing of the tests' own says anything about colors. */
function environment(own: RunOptions["env"]): NodeJS.ProcessEnv {
  const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, NODE_OPTIONS: _node, ...rest } = process.env;
  return { ...rest, ...own };
}

export function bin(): string {
  return path.join(inject("builtEngine"), "cli/main.js");
}

const runWarm = createSyncFn<(file: string, request: Request) => Promise<Response>>(
  new URL("./warm/run-warm.js", import.meta.url),
);

/**
 * Runs a command line, in the folder of the fixtures unless the options name another: in a process that earlier runs
 * have warmed up, or in its own if the environment or Node's options matter.
 */
export function fettle(args: readonly string[], options: RunOptions = {}): Ran {
  const { input = "", cwd = fixtures, env, node } = options;
  if (env !== undefined || node !== undefined) return runAlone(args, options);
  const { code, out, err } = runTogether(args, cwd, input);
  return { code, out, err };
}

/** Runs a command line in the warm process, and also returns what it printed to both streams, in order. */
export function runTogether(words: readonly string[], cwd: string, input: string | Buffer = ""): Response {
  const server = path.join(inject("builtEngine"), "cli/command-server.js");
  return runWarm(server, { words, input: Buffer.from(input), cwd });
}

/** Runs the command line as a process of its own. */
export function runAlone(
  args: readonly string[],
  { input = "", cwd = fixtures, env, node = [] }: RunOptions = {},
): Ran {
  const done = spawnSync(process.execPath, [...node, bin(), ...args], {
    ...{ input, cwd, env: environment(env), maxBuffer: 1 << 30 },
  });
  if (done.error !== undefined) throw done.error;
  return { code: done.status, out: done.stdout.toString(), err: done.stderr.toString() };
}

/** Starts a run whose streams the test handles itself. */
export function startFettle(args: readonly string[], { cwd = fixtures, env, node = [] }: RunOptions = {}) {
  return spawn(process.execPath, [...node, bin(), ...args], { cwd, env: environment(env) });
}

const folders: string[] = [];

/** A folder with these files, removed after the tests of the file. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fettle-cli-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}, 60_000);
