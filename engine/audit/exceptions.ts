import type { Diagnostic } from "../common/diagnostic.js";
import { pointer } from "../common/path.js";
import type { Exception, Exceptions } from "../generated/exceptions.js";
import { finding } from "../packs/check/finding.js";
import type { Read } from "../packs/read-packs.js";
import type { AuditedDeployment } from "./audited.js";

/** Accepted violations, and which of them were needed. */
export interface AcceptedViolations {
  /** Finds the exception that accepts a violation on this date; null if there is none. */
  find(rule: string, deployment: string): Exception | null;
  /** Reports stale exceptions, given the audited deployments. */
  idle(deployments: readonly AuditedDeployment[]): readonly Diagnostic[];
}

/** Collects the exceptions of files, for a date as YYYY-MM-DD. */
export function acceptedViolations(files: readonly Read<Exceptions>[], today: string): AcceptedViolations {
  const used = new Set<Exception>();
  const all = files.flatMap((read) =>
    read.content.exceptions.map((exception, index) => ({ read, exception, at: pointer(["exceptions", index]) })),
  );
  return {
    find(rule, deployment) {
      const found = all.find(
        ({ exception }) => exception.rule === rule && exception.deployment === deployment && exception.expires > today,
      );
      if (found === undefined) return null;
      used.add(found.exception);
      return found.exception;
    },
    idle(deployments) {
      const names = new Set(deployments.map(({ name }) => name));
      return all
        .filter(({ exception }) => names.has(exception.deployment) && !used.has(exception))
        .map(({ read, exception, at }) => {
          const { rule, deployment, expires, owner } = exception;
          if (expires <= today) {
            const message = `the exception for \`${deployment}\` from \`${rule}\` expired on ${expires}`;
            return note(read, at, message, `ask ${owner} for a new date, or fix the deployment`);
          }
          const message = `\`${deployment}\` no longer violates \`${rule}\``;
          return note(read, at, message, "remove the exception");
        });
    },
  };
}

function note(read: Read<Exceptions>, at: string, message: string, hint: string): Diagnostic {
  return finding(read, "idle-exception", at, message, hint, { severity: "warning" });
}
