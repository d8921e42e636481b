import type { Diagnostic } from "../../common/diagnostic.js";
import type { Condition } from "../../generated/pack.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "../linked.js";
import { reachableFrom } from "../reachable-packs.js";

/**
 * Reports misleading ids: one shared with another pack of the same run, or one that states the opposite of its rule.
 */
export function checkRuleIds(pack: LinkedPack, packs: ReadonlyMap<string, LinkedPack>): readonly Diagnostic[] {
  const warn = (code: "duplicate-rule" | "inverted-id", index: number, message: string, hint: string) =>
    finding(pack, code, `/rules/${index}/id`, message, hint, { severity: "warning" });
  // Include cycles are reported elsewhere.
  const included = [...reachableFrom([pack.name], { packs })].filter(
    (name) => name !== pack.name && !reachableFrom([name], { packs }).has(pack.name),
  );
  const others = new Map(
    included.flatMap((name) => (packs.get(name)?.pack.rules ?? []).map(({ id }) => [id, name] as const)),
  );
  return pack.pack.rules.flatMap(({ id, when }, index) => {
    const other = others.get(id);
    return [
      ...(other === undefined
        ? []
        : [
            warn(
              "duplicate-rule",
              index,
              `\`${id}\` is also a rule of \`${other}\`, which this pack includes`,
              "rename one of the two: reports show both",
            ),
          ]),
      ...(when !== undefined && isInverted(id, when)
        ? [
            warn(
              "inverted-id",
              index,
              `\`${id}\` reads as the opposite of when the rule fires`,
              "name the situation in which it fires, such as `missing-pooler` for an absent pooler",
            ),
          ]
        : []),
    ];
  });
}

const [present, absent] = [
  /^(?:has|have|with)-(?!no-|not-)/,
  /^(?:missing|without|has-no|have-no|lacks|no-value|unset|absent)(?:-|$)/,
];

/** Applies only if every comparison tests presence in the same way, so the id can refer to nothing else. */
function isInverted(id: string, when: Condition): boolean {
  const states = presences(when, false);
  if (states === null || states.length === 0) return false;
  return (
    (present.test(id) && states.every((isThere) => !isThere)) || (absent.test(id) && states.every((isThere) => isThere))
  );
}

/** Returns for each comparison whether it requires presence; null if one tests anything else. */
function presences(condition: Condition, isNegated: boolean): readonly boolean[] | null {
  if ("not" in condition) return presences(condition.not, !isNegated);
  if ("condition" in condition) return null;
  if ("all" in condition || "any" in condition) {
    const found = ("all" in condition ? condition.all : condition.any).map((part) => presences(part, isNegated));
    const known = found.filter((part) => part !== null);
    return known.length < found.length ? null : known.flat();
  }
  const { operator, value } = condition;
  return (operator === "isSet" || operator === "isPresent") && typeof value === "boolean"
    ? [value !== isNegated]
    : null;
}
