import { existsSync } from "node:fs";
import path from "node:path";
import { FettleError } from "../common/diagnostic.js";
import { checkSchema, type SchemaModule } from "../common/explain-schema.js";
import { firstOf, must } from "../common/must.js";
import type { JsonSource } from "../common/read-json.js";
import type { Project } from "../generated/project.js";
import { chooseTarget } from "../packs/choose-target.js";
import { knownProjects, splitTarget } from "../packs/known-releases.js";
import { largestRuleFile, rootOf } from "./read-file.js";
import { readJsonWithin } from "./read-input.js";

export const projectFile = "fettle.config.json";

/** The contents of `fettle.config.json`; rule folders are relative to the current folder. */
export interface FoundProject {
  readonly file: string;
  readonly set: string | undefined;
  readonly rules: readonly string[];
  readonly target: string | undefined;
}

/** Searches for `fettle.config.json` in the current folder and its ancestors, up to the repository root. */
export async function findProject(folder: string = process.cwd()): Promise<FoundProject | null> {
  for (let place = folder; ; place = path.dirname(place)) {
    const file = path.join(place, projectFile);
    if (existsSync(file)) return readProject(await readProjectFile(path.relative(folder, file)));
    if (existsSync(path.join(place, ".git")) || path.dirname(place) === place) return null;
  }
}

/** Reads a project file, which must be a regular file in its folder. @throws FettleError */
export async function readProjectFile(file: string): Promise<JsonSource> {
  return readJsonWithin(file, [rootOf(file, false)], largestRuleFile);
}

/** Parses a project file; paths become relative to the current folder. @throws FettleError */
export async function readProject(source: JsonSource): Promise<FoundProject> {
  const file = must(source.file, "file");
  const findings = checkSchema(source, (await import("../generated/validate-project.js")) as unknown as SchemaModule);
  if (findings.length > 0) throw new FettleError(findings);
  const { set, rules = [], target } = source.value as Project;
  // A bare version is of the set's project, which only the set knows.
  if (target !== undefined && (set === undefined || target.includes("@"))) checkTarget(target, source);
  return { file, set, target, rules: rules.map((entry) => path.join(path.dirname(file), entry)) };
}

/**
 * Rejects a target that no set can have. Whether the project exists is known only with the sets. @throws FettleError
 */
function checkTarget(target: string, source: JsonSource): void {
  const project = firstOf(knownProjects);
  const ownProjects = [splitTarget(target).project ?? project];
  const { diagnostics } = chooseTarget(target, { project, ownProjects });
  if (diagnostics.length === 0) return;
  const { file } = source;
  const at = { file, path: "/target", ...source.locate("/target") };
  throw new FettleError(diagnostics.map((found) => ({ ...found, ...at })));
}
