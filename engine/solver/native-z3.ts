import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from "node:child_process";
import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import type { Question } from "./smtlib/smt.js";
import { arithmeticSolvers, type Attempt, type Limits, type Solved } from "./solved.js";

/** The oldest supported release of z3: the bundled one. */
const oldestMajor = 5;

/** The answer of a z3 process to one question, or its failure. */
export type NativeAnswer = Solved | { readonly result: "failed"; readonly reason: string };

/**
 * Finds a z3 program, which answers two to three times faster than the bundled WebAssembly build: the one named by
 * `FETTLE_Z3`, otherwise `z3` on the PATH. `FETTLE_Z3=none` selects the bundled one. Null if there is none that is
 * recent enough.
 */
export function findNativeZ3({ FETTLE_Z3: chosen = "z3", PATH = "" }: NodeJS.ProcessEnv = process.env): FoundZ3 | null {
  if (chosen === "none" || chosen === "") return null;
  const { status, stdout } = spawnSync(chosen, ["--version"], { encoding: "utf8", timeout: 2000 });
  const major = /^Z3 version (\d+)\./.exec(stdout ?? "")?.[1];
  if (status !== 0 || major === undefined || Number(major) < oldestMajor) return null;
  return { program: chosen, identity: identityOf(chosen, PATH, stdout) };
}

export interface FoundZ3 {
  readonly program: string;
  /**
   * What tells it from every other z3: the file with its size and time, and its version. Null if there is no such file.
   */
  readonly identity: string | null;
}

function identityOf(program: string, searched: string, version: string): string | null {
  const places = path.basename(program) === program ? searched.split(path.delimiter) : [""];
  for (const place of places) {
    try {
      const file = realpathSync(path.join(place, program));
      const { size, mtimeMs } = statSync(file);
      return JSON.stringify([file, size, mtimeMs, version]);
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** A z3 process that answers one question at a time; started on first use, and restarted after a failure. */
export class NativeZ3 {
  #process: ChildProcessWithoutNullStreams | null = null;
  #output = "";
  #changed: () => void = () => undefined;

  constructor(
    readonly program: string,
    readonly limits: Limits,
  ) {}

  /** Resolves to `failed` if the process ends, or does not answer within `milliseconds` and `grace`. */
  async ask(
    { text, read }: Pick<Question, "text" | "read">,
    { milliseconds, effort, arithmetic }: Attempt,
    grace: number,
  ): Promise<NativeAnswer> {
    const end = performance.now() + milliseconds + grace;
    // A pushed scope makes z3 use the same solver as the bundled build, without tactics.
    const options = Object.entries({
      timeout: milliseconds,
      rlimit: effort,
      "smt.arith.solver": arithmeticSolvers[arithmetic],
    })
      .map(([name, value]) => `(set-option :${name} ${value})\n`)
      .join("");
    const result = await this.#send(`(reset)\n${options}(push 1)\n${text}\n(check-sat)\n`, end);
    if (result === "unsat") return { result, reason: "", values: new Map() };
    if (result === "unknown") {
      const reason = await this.#send("(get-info :reason-unknown)\n", end);
      return { result, reason: reason ?? "", values: new Map() };
    }
    if (result !== "sat") return this.#fail(result ?? "it gave no answer");
    const model = await this.#send("(get-model)\n", end);
    return model === null ? this.#fail("it gave no model") : { result, reason: "", values: readModel(model, read) };
  }

  async close(): Promise<void> {
    this.#process?.kill("SIGKILL");
    this.#process = null;
  }

  #fail(reason: string): NativeAnswer {
    void this.close();
    return { result: "failed", reason };
  }

  /** Sends commands and resolves to their output; null if the process ends or the time is over. */
  async #send(commands: string, end: number): Promise<string | null> {
    const child = (this.#process ??= this.#start());
    this.#output = "";
    child.stdin.write(`${commands}(echo "${mark}")\n`);
    while (!this.#output.includes(mark)) {
      if (child !== this.#process || child.exitCode !== null || performance.now() >= end) return null;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(end - performance.now(), 1));
        this.#changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#output.slice(0, this.#output.indexOf(mark)).trim();
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn(this.program, ["-in", "-smt2", `-memory:${this.limits.megabytes}`]);
    const end = () => {
      if (this.#process === child) this.#process = null;
      this.#changed();
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#output += text;
      this.#changed();
    });
    // Writing to an ended process is handled by its exit event.
    child.stdin.on("error", () => undefined);
    child.on("error", end).on("exit", end);
    return child;
  }
}

const mark = "fettle-answered";

/** Parses the values of constants in a model that z3 printed, by name, unconverted. */
export function readModel(text: string, read: RegExp): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { 1: name, index, 0: head } of text.matchAll(/\(define-fun (\S+) \(\) /g)) {
    if (name === undefined || !read.test(name)) continue;
    const [, value] = expressionsAt(text, index + head.length);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

/**
 * Reads two expressions from an offset, with tokens separated by single spaces: the sort of a constant, and its value.
 */
function expressionsAt(text: string, start: number): readonly string[] {
  const found: string[] = [];
  const tokens = /"(?:[^"]|"")*"|\|[^|]*\||[()]|[^\s()"|]+/g;
  tokens.lastIndex = start;
  let open: string[] = [];
  let depth = 0;
  while (found.length < 2) {
    const token = tokens.exec(text)?.[0];
    if (token === undefined) break;
    open.push(token);
    depth += token === "(" ? 1 : token === ")" ? -1 : 0;
    if (depth > 0) continue;
    found.push(open.join(" "));
    open = [];
  }
  return found;
}
