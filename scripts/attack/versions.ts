import { readFileSync } from "node:fs";
import semver from "semver";
import type { RuleSetVersion } from "../../engine/workspace/rule-set-version.js";
import { formatDiagnostic } from "../../engine/common/diagnostic.js";
import { loadProgram, type Program } from "../../engine/workspace/load-program.js";
import type { Files, Pair } from "./pair.js";

/** Every release of vLLM that the project knows. */
export const releases: readonly string[] = JSON.parse(
  readFileSync(new URL("../../rules/vllm/catalog/releases.json", import.meta.url), "utf8"),
).releases;

/** A version of a rule set that does not load: the pair is no pair. */
export class NotLoaded extends Error {}

export async function sideOf(name: string, set: string, files: Files): Promise<RuleSetVersion> {
  const load = (target?: string) => loadProgram({ set, target, anyRelease: target !== undefined, files });
  const { program, diagnostics } = await load();
  if (program === null) throw new NotLoaded(diagnostics.map(formatDiagnostic).join("\n"));
  return { name, program, diagnostics, isPinned: false, hasRules: true, load };
}

export interface Release {
  readonly target: string;
  readonly base: Program;
  readonly head: Program;
}

/** Both versions at their own target, and at one known release for each other choice of rules. */
export async function releasesOf(pair: Pair, base: RuleSetVersion, head: RuleSetVersion): Promise<readonly Release[]> {
  const own = base.program.linked.target.version;
  const ranges = [...new Set([pair.base, pair.head].flatMap((files) => rangesIn(Object.values(files))))];
  const choiceAt = (version: string) =>
    ranges.map((range) => semver.satisfies(version, range, { includePrerelease: true })).join();
  const chosen = new Map([[choiceAt(own), own]]);
  for (const version of releases) if (!chosen.has(choiceAt(version))) chosen.set(choiceAt(version), version);
  const found: Release[] = [];
  for (const version of chosen.values()) {
    const target = `vllm@${version}`;
    if (version === own) found.push({ target, base: base.program, head: head.program });
    else {
      const [one, other] = [(await base.load(target)).program, (await head.load(target)).program];
      if (one !== null && other !== null) found.push({ target, base: one, head: other });
    }
  }
  return found;
}

function rangesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "versions" && typeof inner === "string" ? [inner] : rangesIn(inner),
  );
}
