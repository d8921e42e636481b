import { hasFailures, type Audited } from "../../audit/audited.js";

/** Renders an audit as JSON. */
export function auditJson(audited: Audited): string {
  return `${JSON.stringify({ ok: !hasFailures(audited), ...audited }, null, 2)}\n`;
}
