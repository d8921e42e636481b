import type { Audited } from "../../audit/audited.js";
import { githubCommandOf } from "../annotations/github.js";
import { findingsOf } from "./findings.js";

/**
 * Renders findings as workflow commands, which GitHub shows beside the lines of a pull request; omits accepted
 * violations.
 */
export function auditGithub(audited: Audited): string {
  return findingsOf(audited)
    .filter(({ accepted }) => accepted === null)
    .map((found) => `${githubCommandOf(found, `fettle ${found.id}`)}\n`)
    .join("");
}
