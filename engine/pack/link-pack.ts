import { kindOfRaw, type ActionNode } from "../actions/index.js";
import type { Diagnostic } from "../base/diagnostic.js";
import { inheritedNames, pointer } from "../base/path.js";
import type { Pack, Rule } from "../generated/pack.js";
import { linkCondition } from "../lang/link-condition.js";
import type { Fields } from "../lang/fields.js";
import { parseExpression } from "../lang/expression/parse-expression.js";
import type { LinkContext } from "../lang/link-context.js";
import { linkExpression } from "../lang/link-value.js";
import type { ConditionNode, ValueNode } from "../lang/node.js";
import type { Operators } from "../lang/operators.js";
import { parseExpiry } from "./expiry.js";
import { finding } from "./finding.js";
import type { LinkedPack, LinkedRule } from "./linked.js";
import type { Read } from "./read-packs.js";
import { holdsFor, isRange, type Target } from "./target.js";

/** What linking a pack needs to know of its surroundings. */
export interface Surroundings {
  readonly packs: ReadonlySet<string>;
  readonly sections: ReadonlySet<string>;
  readonly fields: Fields;
  readonly operators: Operators;
  readonly target: Target;
  /** Also look for what is likely a mistake. */
  readonly thorough: boolean;
}

/**
 * Resolves every name of a pack, as far as names can be resolved: where a diagnostic is an error, what is left serves
 * further checks, and the pack does not run. Leaves out rules that are not for the target.
 */
export function linkPack(read: Read<Pack>, around: Surroundings): { pack: LinkedPack; diagnostics: readonly Diagnostic[] } {
  const { content: raw, source, file } = read;
  const diagnostics: Diagnostic[] = [];
  const facts = new Map<string, ValueNode & { kind: "fact" }>();
  const conditions = new Map<string, ConditionNode>();
  const [broken, brokenFacts] = [new Set<string>(), new Set<string>()];
  const context: LinkContext = {
    parse: parseExpression,
    pack: raw.pack,
    ...around,
    ...{ facts, conditions, broken, brokenFacts, used: { facts: new Set(), conditions: new Set() } },
    report: (code, at, message, hint, offset) => diagnostics.push(finding(read, code, at, message, hint, { offset })),
  };
  checkRange(raw.versions, "/versions", context);
  checkExpires(raw.expires, "/expires", context);
  for (const what of ["facts", "conditions"] as const) {
    for (const name of Object.keys(raw[what] ?? {}).filter((key) => inheritedNames.has(key))) {
      const message = `\`${name}\` cannot be a name: every JavaScript object inherits it`;
      diagnostics.push(finding(read, "forbidden-path", pointer([what, name]), message, "take another name", { what: "key" }));
    }
  }
  for (const [name, text] of Object.entries(raw.facts ?? {})) {
    const at = pointer(["facts", name]);
    const expression = linkExpression(text, at, context);
    if (expression === null) brokenFacts.add(name);
    else facts.set(name, { kind: "fact", at, text: name, expression });
  }
  linkConditions(raw.conditions ?? {}, conditions, broken, context);
  const rules = linkRules(raw.rules, context, around.target);
  diagnostics.push(...unused(facts.keys(), context.used.facts, "fact", read));
  diagnostics.push(...unused(conditions.keys(), context.used.conditions, "condition", read));
  return {
    pack: { kind: "pack", name: raw.pack, file, source, pack: raw, rules, facts: [...facts.values()] },
    diagnostics,
  };
}

/** Named conditions may name each other in any order, but not in a circle. */
function linkConditions(
  raw: NonNullable<Pack["conditions"]>,
  linked: Map<string, ConditionNode>,
  broken: Set<string>,
  context: LinkContext,
): void {
  const open: string[] = [];
  const link = (name: string): void => {
    if (linked.has(name) || broken.has(name)) return;
    if (open.includes(name)) {
      const circle = [...open.slice(open.indexOf(name)), name].map((part) => `\`${part}\``).join(" → ");
      context.report("condition-cycle", pointer(["conditions", name]), `conditions in a circle: ${circle}`, "let one of them say what it means itself");
      broken.add(name);
      return;
    }
    open.push(name);
    for (const other of namesIn(raw[name]!)) if (Object.hasOwn(raw, other)) link(other);
    open.pop();
    const condition = broken.has(name) ? null : linkCondition(raw[name]!, pointer(["conditions", name]), context);
    if (condition === null) broken.add(name);
    else linked.set(name, condition);
  };
  Object.keys(raw).forEach(link);
}

function namesIn(condition: unknown): string[] {
  if (typeof condition !== "object" || condition === null) return [];
  const named = "condition" in condition ? [String(condition.condition)] : [];
  return [...named, ...Object.values(condition).flatMap(namesIn)];
}

function linkRules(raw: readonly Rule[], context: LinkContext, target: Target): LinkedRule[] {
  const seen = new Set<string>();
  return raw.flatMap((rule, index) => {
    const at = pointer(["rules", index]);
    if (seen.has(rule.id)) {
      context.report("duplicate-rule", `${at}/id`, `a rule above is called \`${rule.id}\`, too`, "give it an id of its own");
    }
    seen.add(rule.id);
    checkRange(rule.versions, `${at}/versions`, context);
    checkExpires(rule.expires, `${at}/expires`, context);
    const when = rule.when === undefined ? null : linkCondition(rule.when, `${at}/when`, context);
    const then = rule.then.map((action, place): ActionNode | null =>
      kindOfRaw(action).link(action, `${at}/then/${place}`, context),
    );
    if (!holdsFor(rule.versions, target)) return [];
    const whole = then.filter((action) => action !== null);
    return [{ id: `${context.pack}/${rule.id}`, rule, at, when, then: whole }];
  });
}

function checkRange(range: string | undefined, at: string, context: LinkContext): void {
  if (range === undefined || isRange(range)) return;
  context.report("bad-version-range", at, `\`${range}\` is not a version range`, "write a semver range, such as `<0.20.0` or `>=0.19.0 <0.21.0`");
}

function checkExpires(expires: string | undefined, at: string, context: LinkContext): void {
  if (expires === undefined || parseExpiry(expires) !== null) return;
  context.report("bad-expiry", at, `\`${expires}\` is neither a version range nor a day`, "write a semver range, such as `>=0.21.0`, or a day, such as `2027-03-01`");
}

function unused(names: Iterable<string>, used: ReadonlySet<string>, what: "fact" | "condition", read: Read<Pack>): Diagnostic[] {
  const rest = [...names].filter((name) => !used.has(name));
  const extra = { severity: "warning", what: "key" } as const;
  return rest.map((name) => finding(read, `unused-${what}`, pointer([`${what}s`, name]), `nothing uses the ${what} \`${name}\``, "remove it", extra));
}
