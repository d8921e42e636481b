import type { Audited } from "../../audit/audited.js";
import { githubCommandOf } from "../annotations/github.js";
import { findingsOf } from "./findings.js";

/** Findings as workflow commands, which GitHub shows beside the lines of a pull request; what is accepted is left out. */
export function auditGithub(audited: Audited): string {
  return findingsOf(audited)
    .filter(({ accepted }) => accepted === null)
    .map((found) => `${githubCommandOf(found, `fettle ${found.id}`)}\n`)
    .join("");
}
