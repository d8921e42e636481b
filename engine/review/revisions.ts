import { diagnostic, FettleError } from "../common/diagnostic.js";
import { git } from "../workspace/git.js";

/** A state of the repository. */
export interface Revision {
  /** git's id; undefined for the working tree. */
  readonly commit: string | undefined;
  /** Name for readers: a branch with the commit, or `working tree`. */
  readonly name: string;
}

const defaultBranches = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/**
 * Finds the two states to compare: where the branch started, and its current state. Later commits of the base branch
 * are not part of the review.
 *
 * @throws FettleError if there is no repository, no such revision, or no common ancestor.
 */
export async function findRevisions(
  base: string | undefined,
  head: string | undefined,
): Promise<{ readonly base: Revision; readonly head: Revision }> {
  if ((await ask(["rev-parse", "--git-dir"])) === null)
    throw usage("not inside a git repository", "run it inside a clone: a review compares two revisions");
  const tip = await findCommit(head ?? "HEAD");
  const branch = base ?? (await defaultBranch());
  const start = await ask(["merge-base", await findCommit(branch), tip]);
  if (start === null) {
    throw usage(
      `\`${branch}\` and \`${head ?? "HEAD"}\` have no common ancestor in this clone`,
      "fetch the full history, with `fetch-depth: 0` or `git fetch --unshallow`",
    );
  }
  return {
    base: { commit: start, name: nameOf(branch, start) },
    head: head === undefined ? { commit: undefined, name: "working tree" } : { commit: tip, name: nameOf(head, tip) },
  };
}

async function findCommit(name: string): Promise<string> {
  const commit = await ask(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
  if (commit !== null) return commit;
  const hint =
    "list revisions with `git log --oneline` and `git branch --all`; in a shallow clone, run `git fetch --unshallow` or set `fetch-depth: 0`";
  throw new FettleError([diagnostic("unknown-revision", `\`${name}\` is not a git commit`, { hint })]);
}

async function defaultBranch(): Promise<string> {
  for (const name of defaultBranches) {
    if ((await ask(["rev-parse", "--verify", "--quiet", `${name}^{commit}`])) !== null) return name;
  }
  throw usage("no default branch to compare with", "name one: `fettle review BASE`");
}

/** Returns one line of git's output; null if git fails. */
async function ask(words: readonly string[]): Promise<string | null> {
  const { ok, out } = await git(words);
  return ok ? out.toString("utf8").trimEnd() : null;
}

/** Abbreviates a commit; adds it to the name of a branch. */
function nameOf(name: string, commit: string): string {
  const short = commit.slice(0, 7);
  return /^[0-9a-f]{7,}$/.test(name) ? short : `${name} (${short})`;
}

function usage(message: string, hint: string): FettleError {
  return new FettleError([diagnostic("usage", message, { hint })]);
}
