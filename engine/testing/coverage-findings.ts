import type { Diagnostic } from "../common/diagnostic.js";
import { finding } from "../packs/check/finding.js";
import type { LinkedPack } from "../packs/linked.js";
import type { Coverage } from "./coverage.js";

/**
 * Reports rules that never fired, or never stayed silent, in any case. Such a rule can be wrong without a failing case.
 */
export function coverageFindings(pack: LinkedPack, { rules }: Coverage): readonly Diagnostic[] {
  return rules.flatMap(({ id, at, fired, silent, canBeSilent }) => {
    const found: Diagnostic[] = [];
    const versions = pack.pack.rules[Number(at.split("/")[2])]?.versions ?? pack.pack.versions;
    const inRange = versions === undefined ? "" : `, for a \`target\` within ${versions}`;
    if (fired === 0) {
      const wait = silent === 0 ? "no case reaches it" : "its conditions never held where it was reached";
      found.push(
        finding(
          pack,
          "rule-never-fired",
          `${at}/id`,
          `\`${id}\` fires in no case: ${wait}`,
          `add a case in which its conditions hold${inRange}`,
        ),
      );
    } else if (silent === 0 && canBeSilent) {
      found.push(
        finding(
          pack,
          "rule-never-silent",
          `${at}/id`,
          `\`${id}\` stays silent in no case`,
          "add a case that reaches it and in which its conditions do not hold",
        ),
      );
    }
    return found;
  });
}
