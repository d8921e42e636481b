import { isUtf8 } from "node:buffer";
import path from "node:path";
import { diagnostic, FettleError, type Diagnostic } from "../base/diagnostic.js";
import { git } from "./git.js";
import { isRuleFile } from "./read-folders.js";
import type { RuleFiles } from "./read-packs.js";

/** A commit of the repository around the current folder. */
export interface Revision {
  /** As the user named it. */
  readonly name: string;
  readonly commit: string;
  /** The repository's top folder, absolute. */
  readonly root: string;
}

/** The commit that a name stands for; null where it is none, with what git says. @throws FettleError without git. */
export async function findRevision(name: string): Promise<Revision | { readonly said: string; readonly isRepository: boolean }> {
  const top = await git(["rev-parse", "--show-cdup"]);
  if (!top.ok) return { said: top.said, isRepository: false };
  const found = await git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
  if (!found.ok) return { said: found.said, isRepository: true };
  return { name, commit: found.out.toString().trim(), root: path.resolve(top.out.toString().trim()) };
}

/** Whether a place lies in the repository of a revision. */
export function isInside(place: string, { root }: Revision): boolean {
  const inside = path.relative(root, path.resolve(place));
  return inside !== ".." && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
}

/**
 * The rule files below folders as they were at a revision, by path as seen from the current folder; a folder that was
 * not there holds none. Reads git's objects: the working tree is neither looked at nor touched. @throws FettleError
 */
export async function readRevision(
  revision: Revision,
  folders: readonly string[],
): Promise<{ readonly files: RuleFiles; readonly diagnostics: readonly Diagnostic[] }> {
  const entries = await listFiles(revision, folders);
  const diagnostics = entries.filter(({ mode }) => mode === "120000").map(({ file }) => link(file));
  const plain = entries.filter(({ mode }) => mode.startsWith("100"));
  const contents = await readBlobs(plain.map(({ object }) => object));
  const files: Record<string, string> = {};
  for (const [index, { file }] of plain.entries()) {
    const bytes = contents[index]!;
    if (isUtf8(bytes)) files[file] = bytes.toString("utf8");
    else diagnostics.push(diagnostic("not-utf8", `\`${file}\` is not UTF-8 text`, { file, hint: "save it as UTF-8" }));
  }
  return { files, diagnostics };
}

/** One file of a revision, whatever its name; null where it was not there. @throws FettleError */
export async function readFileAt({ commit, root }: Revision, file: string): Promise<string | null> {
  const { ok, out } = await git(["cat-file", "blob", `${commit}:${slashed(path.relative(root, path.resolve(file)))}`]);
  return ok ? out.toString("utf8") : null;
}

interface Entry {
  readonly mode: string;
  readonly object: string;
  /** As seen from the current folder. */
  readonly file: string;
}

async function listFiles({ commit, root }: Revision, folders: readonly string[]): Promise<readonly Entry[]> {
  const found = new Map<string, Entry>();
  for (const folder of folders) {
    const below = slashed(path.relative(root, path.resolve(folder)));
    const listed = await git(["--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", commit, ...(below === "" ? [] : ["--", below])]);
    if (!listed.ok) throw failed(listed.said);
    for (const line of listed.out.toString("utf8").split("\0").filter((text) => text !== "")) {
      const [, mode, object, whole] = /^(\d+) \w+ (\w+)\t([^]*)$/.exec(line)!;
      const inside = path.posix.relative(below, whole!);
      const isHidden = inside.split("/").some((part) => (part.startsWith(".") && part !== "") || part === "node_modules");
      if (isRuleFile(whole!) && !isHidden) found.set(whole!, { mode: mode!, object: object!, file: path.join(folder, inside) });
    }
  }
  return [...found.values()];
}

/** The contents of objects, in order, from one run of git. */
async function readBlobs(objects: readonly string[]): Promise<readonly Buffer[]> {
  if (objects.length === 0) return [];
  const { ok, out, said } = await git(["cat-file", "--batch"], objects.map((object) => `${object}\n`).join(""));
  if (!ok) throw failed(said);
  let at = 0;
  return objects.map((object) => {
    const end = out.indexOf(10, at);
    const [, kind, size] = out.toString("latin1", at, end).split(" ");
    if (kind !== "blob") throw failed(`object ${object} is ${kind ?? "cut off"}`);
    at = end + 1 + Number(size) + 1;
    return out.subarray(end + 1, at - 1);
  });
}

function failed(said: string): FettleError {
  return new FettleError([diagnostic("git-failed", `git cannot read the revision: ${said}`, { hint: "`git fsck` tells whether the repository is whole" })]);
}

function link(file: string): Diagnostic {
  const hint = "compare two folders instead, or keep the file itself in the repository";
  return diagnostic("file-unreadable", `\`${file}\` is a symbolic link at this revision`, { file, hint });
}

function slashed(place: string): string {
  return place.split(path.sep).join("/");
}
