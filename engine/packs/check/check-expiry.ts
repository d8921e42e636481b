import type { Diagnostic } from "../../common/diagnostic.js";
import { isReached, parseExpiry } from "./expiry.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "../linked.js";
import { holdsFor, type Target } from "../target.js";

/** Reports an expired pack, or expired rules, that apply to the target. `today` is YYYY-MM-DD. */
export function checkExpiry(pack: LinkedPack, target: Target, today: string | undefined): readonly Diagnostic[] {
  const entries = [
    ...(holdsFor(pack.pack.versions, target) ? [{ name: pack.name, expires: pack.pack.expires, at: "/expires" }] : []),
    ...pack.rules.map(({ rule, at }) => ({ name: rule.id, expires: rule.expires, at: `${at}/expires` })),
  ];
  return entries.flatMap(({ name, expires, at }) => {
    const expiry = expires === undefined ? null : parseExpiry(expires);
    if (expiry === null || !isReached(expiry, target, today)) return [];
    const message =
      expiry.kind === "day"
        ? `\`${name}\` expired on ${expiry.day}`
        : `\`${name}\` has expired: ${target.project}@${target.version} is in \`${expiry.range}\``;
    return [
      finding(
        pack,
        "rule-expired",
        at,
        message,
        "remove it and its cases, or set a later `expires` if it is still needed",
        { severity: "warning" },
      ),
    ];
  });
}
