import type { Diagnostic } from "../common/diagnostic.js";
import { parsePath, pointer } from "../common/path.js";
import type { Claim, Claims } from "../generated/claims.js";
import { parseExpression } from "../language/expression/parse-expression.js";
import type { Fields } from "../language/fields.js";
import { linkCondition } from "../language/conditions/link-condition.js";
import type { LinkContext } from "../language/link-context.js";
import type { ConditionNode, ValueNode } from "../language/node.js";
import type { Operators } from "../language/conditions/operators.js";
import { checkConditionFields } from "./check/check-fields.js";
import { finding } from "./check/finding.js";
import { linkFacts } from "./link-facts.js";
import type { LinkedPack } from "./linked.js";
import type { Read } from "./read-packs.js";

/** A linked claim, or the reason it does not link. */
export type LinkedClaim = LinkedParts | UnlinkedClaim;

interface LinkedParts {
  readonly kind: "linked";
  readonly claim: Claim;
  /** Location in the file. */
  readonly at: string;
  readonly given: ConditionNode | null;
  readonly then: ConditionNode;
}

/** A claim that does not link, because a name in it does not exist or has the wrong type. */
export interface UnlinkedClaim {
  readonly kind: "unlinked";
  readonly claim: Claim;
  readonly at: string;
  readonly errors: readonly [Diagnostic, ...Diagnostic[]];
}

/**
 * Resolves the names of claims: paths, and facts of the pack that they are about. Claims that do not link are reported
 * and kept.
 */
export function linkClaims(
  read: Read<Claims>,
  pack: LinkedPack,
  { fields, operators }: { readonly fields: Fields; readonly operators: Operators },
): { readonly claims: readonly LinkedClaim[]; readonly diagnostics: readonly Diagnostic[] } {
  const found: Diagnostic[] = [];
  const [facts, brokenFacts] = [new Map<string, ValueNode & { kind: "fact" }>(), new Set<string>()];
  const context: LinkContext = {
    pack: pack.name,
    packs: new Set(),
    sections: fields.sections,
    ...{ facts, brokenFacts, conditions: new Map() },
    operators,
    parse: parseExpression,
    parsePath,
    ...{ broken: new Set(), used: { facts: new Set(), conditions: new Set() } },
    report(code, at, message, hint, offset) {
      const own =
        code === "unknown-condition"
          ? "write out the condition: a claim can use the facts of its pack, but not its named conditions"
          : hint;
      found.push(finding(read, code, at, message, own, { offset }));
    },
  };
  // Errors in a fact are reported for the pack, not again for the claim.
  linkFacts(pack.pack.facts ?? {}, facts, brokenFacts, { ...context, report: () => undefined });
  const link = (raw: Claim["then"], at: string): ConditionNode | null => {
    const condition = linkCondition(raw, at, context);
    if (condition !== null) found.push(...checkConditionFields(read, condition, fields, operators));
    return condition;
  };
  const diagnostics: Diagnostic[] = [];
  const claims = read.content.claims.map((claim, index): LinkedClaim => {
    const at = pointer(["claims", index]);
    const given = claim.given === undefined ? null : link(claim.given, `${at}/given`);
    const then = link(claim.then, `${at}/then`);
    const own = found.splice(0);
    diagnostics.push(...own);
    // A list of conditions links without its invalid parts, so errors decide, not whether something is left.
    const [first, ...others] = own.filter(({ severity }) => severity === "error");
    if (first === undefined && then !== null) return { kind: "linked", claim, at, given, then };
    return { kind: "unlinked", claim, at, errors: [first ?? brokenPack(read, at), ...others] };
  });
  return { claims, diagnostics };
}

/** A claim that uses a fact of a pack that has an error itself; that error is reported, so this one is not. */
function brokenPack(read: Read<Claims>, at: string): Diagnostic {
  const message = `the claim uses a fact of \`${read.content.pack}\` that has an error`;
  return finding(read, "bad-claim", `${at}/then`, message, "fix the pack first");
}
