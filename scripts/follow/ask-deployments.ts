import { existsSync } from "node:fs";
import type { Program } from "../../engine/workspace/load-program.js";
import { compareAnswer, readAnswers } from "../../test/deployments/answers.js";

/** Comparison of one release's rules with another release's recorded answers for whole deployments. */
export interface DeploymentAnswers {
  readonly answers: number;
  /** Number of answers that agree in every field. */
  readonly agreeing: number;
  /** Differences with the deployments that show them: a field, or a refusal by only one side. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/**
 * Compares a release's recorded answers for whole deployments with a program's results; null if none are recorded.
 * Fields that are new in the release, by their last name, are reported elsewhere and do not count.
 * `scripts/oracle/deployments` records the answers, which requires a virtual environment with the release.
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
