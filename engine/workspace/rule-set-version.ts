import { existsSync } from "node:fs";
import path from "node:path";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import { must } from "../common/must.js";
import { readJson } from "../common/read-json.js";
import { knownProjects, splitTarget } from "../packs/known-releases.js";
import { readFolders } from "./read-folders.js";
import { findRevision, isInside, readFileAt, readRevision, type Revision } from "./read-revision.js";
import type { LinkMemory } from "../packs/link-memory.js";
import type { RuleFiles } from "../packs/read-packs.js";
import { loadProgram, type Loaded, type Program } from "./load-program.js";
import { readRules, withShipped } from "./read-rules.js";
import { shippedRules } from "./shipped-rules.js";
import { chooseRules, type RuleChoice } from "./choose-rules.js";
import { isDirectory } from "./is-directory.js";
import { findProject, projectFile, readProject, readProjectFile, type FoundProject } from "./project.js";

/** One loaded version of a rule set. */
export interface RuleSetVersion {
  /** As the user named it. */
  readonly name: string;
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the user chose the target. */
  readonly isPinned: boolean;
  readonly hasRules: boolean;
  /** Loads it for another target. */
  load(target: string): Promise<Loaded>;
}

export const workingTree = "working tree";

/** The rule files of a version, including the shipped ones, and the project that names them. */
export interface Found {
  readonly files: RuleFiles;
  readonly diagnostics: readonly Diagnostic[];
  readonly project: FoundProject | null;
  readonly target?: string;
  /** Whether it has rules besides those of the package. */
  readonly hasRules: boolean;
}

/** @throws FettleError instead of comparing two states of a repository without rules. */
export function requireRules(...sides: readonly { readonly hasRules: boolean }[]): void {
  if (sides.some(({ hasRules }) => hasRules)) return;
  const hint = "name their folder with `--rules` or in a fettle.config.json; run `fettle init` to create one";
  throw new FettleError([diagnostic("usage", "no rules to compare", { hint })]);
}

/**
 * Loads the version that an argument names: a target, a git revision, or a folder; without one, the current rules.
 * Findings name their file as `file@revision`. @throws FettleError if the rules are unavailable or do not load
 */
export async function loadVersion(
  word: string | undefined,
  choice: RuleChoice,
  memory: LinkMemory,
): Promise<RuleSetVersion> {
  const name = word ?? workingTree;
  const found = await findRuleFiles(word, choice);
  const { set, target, engines } = chooseRules(choice, found.project);
  const { files } = found;
  const loaded = await loadProgram({ set, target: found.target ?? target, engines, files }, { memory });
  const isElsewhere = word !== undefined && found.target === undefined;
  const place = (entry: Diagnostic) =>
    isElsewhere && entry.file !== null ? { ...entry, file: `${entry.file}@${name}` } : entry;
  const diagnostics = [...found.diagnostics, ...loaded.diagnostics].map(place);
  const isSound = diagnostics.every(({ severity }) => severity !== "error");
  if (loaded.program === null || !isSound)
    throw new FettleError(diagnostics.map((entry) => (entry.file === null ? aboutSide(entry, name) : entry)));
  const isPinned = found.target !== undefined || choice.target !== undefined;
  return {
    name,
    program: loaded.program,
    diagnostics,
    isPinned,
    hasRules: found.hasRules,
    load: (other) => loadProgram({ set, target: other, anyRelease: true, engines, files }, { memory }),
  };
}

function aboutSide(entry: Diagnostic, name: string): Diagnostic {
  return { ...entry, message: `${name}: ${entry.message}` };
}

/** Finds the version that an argument names; see {@link loadVersion}. @throws FettleError */
export async function findRuleFiles(word: string | undefined, choice: RuleChoice): Promise<Found> {
  if (word === undefined) return onDisk(choice);
  const isPlace = /^\.{0,2}[\\/]|^\.{1,2}$/.test(word) || path.isAbsolute(word);
  if (isPlace) return inFolder(word);
  const { project } = splitTarget(word);
  if (project !== undefined && knownProjects.includes(project))
    return { ...(await onDisk(choice)), target: word, hasRules: true };
  const isFolder = isDirectory(word);
  const revision = await findRevision(word).catch((error: unknown) => {
    if (isFolder) return null;
    throw error;
  });
  if (revision !== null && "commit" in revision) return atRevision(revision, choice);
  if (isFolder) return inFolder(word);
  throw new FettleError([unknown(word, must(revision, "revision"))]);
}

/** The rules selected by the options and fettle.config.json, on disk. */
async function onDisk(choice: RuleChoice): Promise<Found> {
  const project = await findProject();
  const own = chooseRules(choice, project).rules;
  return { project, ...(await readRules(own)), hasRules: own.length > 0 };
}

/** The same rules at a revision; folders outside of the repository are read from disk. */
async function atRevision(revision: Revision, choice: RuleChoice): Promise<Found> {
  const project = await projectAt(revision);
  const own = chooseRules(choice, project).rules;
  const ours = own.filter((folder) => isInside(folder, revision));
  const [inside, outside] = await Promise.all([
    readRevision(revision, ours),
    readFolders(own.filter((folder) => !ours.includes(folder))),
  ]);
  const read = {
    files: { ...inside.files, ...outside.files },
    diagnostics: [...inside.diagnostics, ...outside.diagnostics],
  };
  const readShipped = async () => {
    const tracked = isInside(shippedRules(), revision) ? await readRevision(revision, [shippedRules()]) : null;
    return tracked !== null && Object.keys(tracked.files).length > 0 ? tracked : readFolders([shippedRules()]);
  };
  const all = await withShipped(read, readShipped);
  return { project, ...all, hasRules: Object.keys(all.files).some((file) => isInside(file, revision)) };
}

/** The rules in a folder, which may have a project file. */
async function inFolder(folder: string): Promise<Found> {
  const file = path.join(folder, projectFile);
  const project = existsSync(file) ? await readProject(await readProjectFile(file)) : null;
  const read = await readFolders(project === null ? [folder] : project.rules);
  if (read.diagnostics.length === 0 && Object.keys(read.files).length === 0) {
    const hint = "name a folder with files that end in `.pack.json`, `.cases.json`, `.claims.json` or `.set.json`";
    throw new FettleError([diagnostic("usage", `no rule files in \`${folder}\``, { hint })]);
  }
  return { project, ...(await withShipped(read, () => readFolders([shippedRules()]))), hasRules: true };
}

/** Finds fettle.config.json in the current folder or its ancestors, at a revision. */
async function projectAt(revision: Revision): Promise<FoundProject | null> {
  for (let folder = process.cwd(); isInside(folder, revision); folder = path.dirname(folder)) {
    const file = path.relative(process.cwd(), path.join(folder, projectFile));
    const text = await readFileAt(revision, file);
    if (text !== null) {
      const read = readJson(text, file);
      if (!read.ok)
        throw new FettleError(read.diagnostics.map((entry) => ({ ...entry, file: `${file}@${revision.name}` })));
      return readProject(read.source);
    }
    if (path.dirname(folder) === folder) break;
  }
  return null;
}

function unknown(
  word: string,
  { said, isRepository }: { readonly said: string; readonly isRepository: boolean },
): Diagnostic {
  if (!isRepository) {
    const hint = "run it inside a clone, or name two folders or two targets such as `vllm@0.33`";
    return diagnostic("unknown-revision", `not inside a git repository, and \`${word}\` is not a folder: ${said}`, {
      hint,
    });
  }
  const [base, head] = word.split(/\.{2,3}/);
  const isRange = base !== undefined && head !== undefined;
  const hint = isRange
    ? `write the two versions as two arguments: \`fettle diff ${base === "" ? "HEAD" : base} ${head === "" ? "HEAD" : head}\``
    : "list revisions with `git log --oneline` and `git branch --all`; in a shallow clone, run `git fetch --depth 100`";
  return diagnostic("unknown-revision", `\`${word}\` is neither a revision of this repository nor a folder`, { hint });
}
