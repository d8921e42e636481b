import { failingKinds, type Upgraded } from "../../upgrade/upgraded.js";

/**
 * Renders an upgrade as JSON: the fields of `Upgraded`, preceded by `ok` (whether the command exits with 0) and
 * `failing`, the kinds of changes for which it does not.
 */
export function upgradeJson(upgraded: Upgraded): string {
  const failing = failingKinds(upgraded);
  return `${JSON.stringify({ ok: failing.length === 0, failing, ...upgraded }, null, 2)}\n`;
}
