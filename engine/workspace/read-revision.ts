import path from "node:path";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import { itemAt, must } from "../common/must.js";
import { decodeUtf8 } from "../packs/decode-utf8.js";
import { git } from "./git.js";
import { largestRuleFile, tooLarge } from "./read-file.js";
import { isRuleFile } from "./read-folders.js";
import type { RuleFiles } from "../packs/read-packs.js";

/** A commit of the repository around the current folder. */
export interface Revision {
  /** As the user named it. */
  readonly name: string;
  readonly commit: string;
  /** The repository's root folder, absolute. */
  readonly root: string;
}

/** Resolves a name to a commit; null with git's message if there is none. @throws FettleError without git. */
export async function findRevision(
  name: string,
): Promise<Revision | { readonly said: string; readonly isRepository: boolean }> {
  const top = await git(["rev-parse", "--show-cdup"]);
  if (!top.ok) return { said: top.said, isRepository: false };
  const found = await git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
  if (!found.ok) return { said: found.said, isRepository: true };
  return { name, commit: found.out.toString().trim(), root: path.resolve(top.out.toString().trim()) };
}

/** Whether a path is inside the repository of a revision. */
export function isInside(place: string, { root }: Revision): boolean {
  const inside = path.relative(root, path.resolve(place));
  return inside !== ".." && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
}

/**
 * Reads the rule files below folders at a revision, by path relative to the current folder; a folder that did not exist
 * has none. Reads git's objects without touching the working tree. @throws FettleError
 */
export async function readRevision(
  revision: Revision,
  folders: readonly string[],
): Promise<{ readonly files: RuleFiles; readonly diagnostics: readonly Diagnostic[] }> {
  const entries = await listFiles(revision, folders);
  const diagnostics = entries.flatMap(refusalOf);
  const plain = entries.filter((entry) => refusalOf(entry).length === 0);
  const contents = await readBlobs(plain.map(({ object }) => object));
  const files: Record<string, string> = {};
  for (const [index, { file }] of plain.entries()) {
    try {
      files[file] = decodeUtf8(itemAt(contents, index), file);
    } catch (error) {
      if (!(error instanceof FettleError)) throw error;
      diagnostics.push(...error.diagnostics);
    }
  }
  return { files, diagnostics };
}

/** Reads any file of a revision; null if it did not exist. @throws FettleError */
export async function readFileAt({ commit, root }: Revision, file: string): Promise<string | null> {
  const whole = slashed(path.relative(root, path.resolve(file)));
  const entry = (await listTree(commit, whole)).find((listed) => listed.whole === whole);
  if (entry === undefined) return null;
  const refused = refusalOf({ ...entry, file });
  if (refused.length > 0) throw new FettleError(refused);
  const [bytes] = await readBlobs([entry.object]);
  return decodeUtf8(must(bytes, "bytes"), file);
}

/** git's listing of one file. */
interface Listed {
  /** Relative to the repository's root folder. */
  readonly whole: string;
  readonly mode: string;
  readonly object: string;
  /** In bytes; null for anything but a file. */
  readonly size: number | null;
}

interface Entry extends Listed {
  /** Relative to the current folder. */
  readonly file: string;
}

async function listFiles({ commit, root }: Revision, folders: readonly string[]): Promise<readonly Entry[]> {
  const found = new Map<string, Entry>();
  for (const folder of folders) {
    const below = slashed(path.relative(root, path.resolve(folder)));
    for (const listed of await listTree(commit, below)) {
      const { whole } = listed;
      const inside = path.posix.relative(below, whole);
      const parts = inside.split("/");
      const isHidden = parts.some((part) => (part.startsWith(".") && part !== "") || part === "node_modules");
      if (isRuleFile(whole) && !isHidden) found.set(whole, { ...listed, file: path.join(folder, inside) });
    }
  }
  return [...found.values()];
}

/** Lists a commit's files at and below a path. @throws FettleError */
async function listTree(commit: string, below: string): Promise<readonly Listed[]> {
  const paths = below === "" ? [] : ["--", below];
  const listed = await git(["--literal-pathspecs", "ls-tree", "-r", "-l", "-z", "--full-tree", commit, ...paths]);
  if (!listed.ok) throw failed(listed.said);
  const lines = listed.out
    .toString("utf8")
    .split("\0")
    .filter((text) => text !== "");
  return lines.map((line) => {
    const [, mode = "", object = "", size, whole = ""] = /^(\d+) \w+ (\w+) +(\d+|-)\t([^]*)$/.exec(line) ?? [];
    return { whole, mode, object, size: size === "-" ? null : Number(size) };
  });
}

/** Why a file of a revision is rejected: as in the working tree, it must be regular and below the size limit. */
function refusalOf({ mode, size, file }: Pick<Entry, "mode" | "size" | "file">): readonly Diagnostic[] {
  if (mode === "120000") return [link(file)];
  if (size !== null && size > largestRuleFile) return [tooLarge(file, largestRuleFile)];
  if (mode.startsWith("100")) return [];
  const hint = "keep the file itself in the repository";
  return [diagnostic("file-unreadable", `\`${file}\` is not a regular file at this revision`, { file, hint })];
}

/** Reads the contents of objects, in order, with a single git process. */
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
  return new FettleError([
    diagnostic("git-failed", `git cannot read the revision: ${said}`, {
      hint: "run `git fsck` to check the repository",
    }),
  ]);
}

function link(file: string): Diagnostic {
  const hint = "compare two folders instead, or keep the file itself in the repository";
  return diagnostic("file-unreadable", `\`${file}\` is a symbolic link at this revision`, { file, hint });
}

function slashed(place: string): string {
  return place.split(path.sep).join("/");
}
