import { hasFailures, type Audited } from "../../audit/audited.js";

/** What an audit found, as data. */
export function auditJson(audited: Audited): string {
  return `${JSON.stringify({ ok: !hasFailures(audited), ...audited }, null, 2)}\n`;
}
