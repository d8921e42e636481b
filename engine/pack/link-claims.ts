import type { Diagnostic } from "../base/diagnostic.js";
import { parsePath, pointer } from "../base/path.js";
import type { Claim, Claims } from "../generated/claims.js";
import { parseExpression } from "../lang/expression/parse-expression.js";
import type { Fields } from "../lang/fields.js";
import { linkCondition } from "../lang/link-condition.js";
import type { LinkContext } from "../lang/link-context.js";
import type { ConditionNode, ValueNode } from "../lang/node.js";
import type { Operators } from "../lang/operators.js";
import { checkConditionFields } from "./check-fields.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "./linked.js";
import type { Read } from "./read-packs.js";

/** A claim whose names are resolved. */
export interface LinkedClaim {
  readonly claim: Claim;
  /** Its place in the file. */
  readonly at: string;
  readonly given: ConditionNode | null;
  readonly then: ConditionNode;
}

/** Resolves the names of claims: paths, and the facts of the pack that they are about. */
export function linkClaims(
  read: Read<Claims>,
  pack: LinkedPack,
  { fields, operators }: { readonly fields: Fields; readonly operators: Operators },
): { readonly claims: readonly LinkedClaim[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
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
    report: (code, at, message, hint, offset) => diagnostics.push(finding(read, code, at, message, hint, { offset })),
  };
  const link = (raw: Claim["then"], at: string): ConditionNode | null => {
    const condition = linkCondition(raw, at, context);
    if (condition !== null) diagnostics.push(...checkConditionFields(read, condition, fields, operators));
    return condition;
  };
  const claims = read.content.claims.flatMap((claim, index) => {
    const at = pointer(["claims", index]);
    const given = claim.given === undefined ? null : link(claim.given, `${at}/given`);
    const then = link(claim.then, `${at}/then`);
    return then === null ? [] : [{ claim, at, given, then }];
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
