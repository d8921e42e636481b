import { existsSync } from "node:fs";
import type { Program } from "../../engine/workspace/load-program.js";
import { compareAnswer, readAnswers } from "../../test/deployments/answers.js";

/** How the rules of one release answer for whole deployments that another was asked about. */
export interface DeploymentAnswers {
  readonly answers: number;
  /** Answers that agree in every field. */
  readonly agreeing: number;
  /** What differs, with the deployments that show it: a field, or who alone refuses. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/**
 * Compares the kept answers of a release for whole deployments with what a program makes of them; null where none are kept.
 * Fields that are new in the release, by their last name, are told of elsewhere and do not count.
 * `scripts/oracle/deployments` asks a release, which takes a virtual environment with it.
 */
export function askDeployments(
  from: string,
  to: string,
  { run }: Program,
  added: ReadonlySet<string>,
): DeploymentAnswers | null {
  if (!existsSync(new URL(`../../test/vectors/deployments/${to}.json.gz`, import.meta.url))) return null;
  const kept = { ...readAnswers(to), release: from };
  const found = kept.answers.map((answer) => ({
    id: answer.id,
    fields: compareAnswer(answer, kept, run).filter((field) => !added.has(field.split(".").at(-1) ?? "")),
  }));
  const fields = new Map<string, string[]>();
  for (const { id, fields: differing } of found)
    for (const field of differing) fields.set(field, [...(fields.get(field) ?? []), id]);
  const agreeing = found.filter(({ fields: differing }) => differing.length === 0).length;
  return { answers: found.length, agreeing, fields };
}
