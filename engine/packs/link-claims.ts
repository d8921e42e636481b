import type { Diagnostic } from "../common/diagnostic.js";
import { must } from "../common/must.js";
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
import type { LinkedPack } from "./linked.js";
import type { Read } from "./read-packs.js";

/** A claim whose names are resolved, or what keeps them from it. */
export type LinkedClaim = LinkedParts | UnlinkedClaim;

interface LinkedParts {
  readonly kind: "linked";
  readonly claim: Claim;
  /** Its place in the file. */
  readonly at: string;
  readonly given: ConditionNode | null;
  readonly then: ConditionNode;
}

/** A claim that means nothing, because something that it names does not exist or does not fit. */
export interface UnlinkedClaim {
  readonly kind: "unlinked";
  readonly claim: Claim;
  readonly at: string;
  readonly errors: readonly [Diagnostic, ...Diagnostic[]];
}

/** Resolves the names of claims: paths, and the facts of the pack that they are about. What does not link is told, and stays. */
export function linkClaims(
  read: Read<Claims>,
  pack: LinkedPack,
  { fields, operators }: { readonly fields: Fields; readonly operators: Operators },
): { readonly claims: readonly LinkedClaim[]; readonly diagnostics: readonly Diagnostic[] } {
  const found: Diagnostic[] = [];
  const context: LinkContext = {
    pack: pack.name,
    packs: new Set(),
    sections: fields.sections,
    ...factsOf(pack),
    conditions: new Map(),
    operators,
    parse: parseExpression,
    parsePath,
    ...{ broken: new Set(), used: { facts: new Set(), conditions: new Set() } },
    report(code, at, message, hint, offset) {
      const own =
        code === "unknown-condition"
          ? "a claim knows the facts of its pack, but not its conditions: write out what is meant"
          : hint;
      found.push(finding(read, code, at, message, own, { offset }));
    },
  };
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
    // A list of conditions links without those of its parts that do not: errors decide, and not whether something is left.
    const [first, ...others] = own.filter(({ severity }) => severity === "error");
    return first === undefined
      ? { kind: "linked", claim, at, given, then: must(then, "the linked condition") }
      : { kind: "unlinked", claim, at, errors: [first, ...others] };
  });
  return { claims, diagnostics };
}

/** What is wrong with a fact is said of the pack, and not again. */
function factsOf({ pack }: LinkedPack): Pick<LinkContext, "facts" | "brokenFacts"> {
  const facts = new Map<string, ValueNode & { kind: "fact" }>();
  const brokenFacts = new Set<string>();
  for (const [text, expression] of Object.entries(pack.facts ?? {})) {
    const parsed = parseExpression(expression);
    if (parsed.ok) facts.set(text, { kind: "fact", at: pointer(["facts", text]), text, expression: parsed.node });
    else brokenFacts.add(text);
  }
  return { facts, brokenFacts };
}
