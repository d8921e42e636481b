import { spawn } from "node:child_process";
import { diagnostic, FettleError } from "../common/diagnostic.js";

export interface GitOutcome {
  readonly ok: boolean;
  readonly out: Buffer;
  /** First line of standard error. */
  readonly said: string;
}

/** Runs git in the current folder, without writing to it. @throws FettleError if git is not installed. */
export function git(args: readonly string[], input = ""): Promise<GitOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["--no-pager", ...args], {
      env: { ...process.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
    });
    const [out, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.on("error", (error: NodeJS.ErrnoException) => reject(new FettleError([noGit(error)])));
    child.on("close", (code) => {
      const [said = ""] = Buffer.concat(errors).toString("utf8").trim().split("\n");
      resolve({ ok: code === 0, out: Buffer.concat(out), said: said.replace(/^(?:fatal|error): /, "") });
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

function noGit({ code, message }: NodeJS.ErrnoException) {
  const isMissing = code === "ENOENT";
  return diagnostic("git-failed", isMissing ? "`git` is not installed" : `cannot start git: ${message}`, {
    hint: "install git, or compare two folders: `fettle diff OLD-RULES NEW-RULES`",
  });
}
