import { syntaxOf } from "../language/actions/index.js";
import type { Diagnostic } from "../common/diagnostic.js";
import { inheritedNames, pointer } from "../common/path.js";
import type { Condition, Pack, Rule } from "../generated/pack.js";
import { linkCondition } from "../language/conditions/link-condition.js";
import type { Fields } from "../language/fields.js";
import type { LinkContext } from "../language/link-context.js";
import type { ConditionNode, ValueNode } from "../language/node.js";
import type { Operators } from "../language/conditions/operators.js";
import { checkValidity } from "./check/check-validity.js";
import { finding } from "./check/finding.js";
import { linkFacts } from "./link-facts.js";
import { linkInOrder } from "./link-in-order.js";
import type { LinkedPack, LinkedRule } from "./linked.js";
import type { Read } from "./read-packs.js";
import { holdsFor, type Target } from "./target.js";

/** Surroundings that linking a pack depends on. */
export interface Surroundings {
  readonly packs: ReadonlySet<string>;
  readonly sections: ReadonlySet<string>;
  readonly fields: Fields;
  readonly operators: Operators;
  readonly target: Target;
  readonly parse: LinkContext["parse"];
  readonly parsePath: LinkContext["parsePath"];
  /** Whether to report likely mistakes in a file. */
  isThorough(file: string): boolean;
}

/** The result of linking a pack. */
export interface Linking {
  readonly pack: LinkedPack;
  readonly facts: readonly (ValueNode & { kind: "fact" })[];
  readonly diagnostics: readonly Diagnostic[];
  /** Unused facts and named conditions. */
  readonly unused: { readonly facts: readonly string[]; readonly conditions: readonly string[] };
}

/**
 * Resolves the names of a pack as far as possible. After an error the pack does not run, but the rest still serves
 * further checks. Rules that do not apply to the target are removed. A pack that does not apply keeps its name but has
 * no rules, so including it has no effect.
 */
export function linkPack(read: Read<Pack>, around: Surroundings): Linking {
  return linkingAt(linkEveryRule(read, around), around.target);
}

/** Restricts a linking to the rules for one target. */
export function linkingAt(linking: Linking, target: Target): Linking {
  const { pack } = linking;
  const isForTarget = rulesFor(pack.pack, target);
  return { ...linking, pack: { ...pack, rules: pack.rules.filter((_, index) => isForTarget[index]) } };
}

/** Returns for each rule of a pack whether it applies to a target. */
export function rulesFor({ versions, rules }: Pack, target: Target): readonly boolean[] {
  const isPackFor = holdsFor(versions, target);
  return rules.map((rule) => isPackFor && holdsFor(rule.versions, target));
}

/** Resolves the names of a pack with the rules of all releases; see {@link linkPack}. */
export function linkEveryRule(read: Read<Pack>, around: Omit<Surroundings, "target">): Linking {
  const { content: raw, source, file } = read;
  const diagnostics: Diagnostic[] = [];
  const facts = new Map<string, ValueNode & { kind: "fact" }>();
  const conditions = new Map<string, ConditionNode>();
  const [broken, brokenFacts] = [new Set<string>(), new Set<string>()];
  const context: LinkContext = {
    pack: raw.pack,
    ...around,
    ...{ facts, conditions, broken, brokenFacts, used: { facts: new Set(), conditions: new Set() } },
    report: (code, at, message, hint, offset) => diagnostics.push(finding(read, code, at, message, hint, { offset })),
  };
  checkValidity(raw, "", context);
  for (const [index, entry] of (raw.match?.architectures ?? []).entries()) {
    if (typeof entry !== "string") checkValidity(entry, `/match/architectures/${index}`, context);
  }
  for (const what of ["facts", "conditions"] as const) {
    for (const name of Object.keys(raw[what] ?? {}).filter((key) => inheritedNames.has(key))) {
      const message = `\`${name}\` cannot be a name: every JavaScript object inherits it`;
      diagnostics.push(
        finding(read, "forbidden-path", pointer([what, name]), message, "choose another name", { what: "key" }),
      );
    }
  }
  linkFacts(raw.facts ?? {}, facts, brokenFacts, context);
  linkConditions(raw.conditions ?? {}, conditions, broken, context);
  const rules = linkRules(raw.rules, context);
  const unusedIn = (names: ReadonlyMap<string, unknown>, used: ReadonlySet<string>) =>
    [...names.keys()].filter((name) => !used.has(name));
  return {
    pack: { kind: "pack", name: raw.pack, file, source, pack: raw, rules },
    facts: [...facts.values()],
    diagnostics,
    unused: { facts: unusedIn(facts, context.used.facts), conditions: unusedIn(conditions, context.used.conditions) },
  };
}

/** Links named conditions into `linked`, and those that cannot be linked into `broken`. */
function linkConditions(
  raw: NonNullable<Pack["conditions"]>,
  linked: Map<string, ConditionNode>,
  broken: Set<string>,
  context: LinkContext,
): void {
  const link = (own: Condition, at: string): ConditionNode | null => linkCondition(own, at, context);
  const conditions = { key: "conditions", kind: "condition", cycle: "condition-cycle", raw, namesIn, link } as const;
  linkInOrder(conditions, linked, broken, context.report);
}

function namesIn(condition: unknown): string[] {
  if (typeof condition !== "object" || condition === null) return [];
  const named = "condition" in condition ? [String(condition.condition)] : [];
  return [...named, ...Object.values(condition).flatMap(namesIn)];
}

function linkRules(raw: readonly Rule[], context: LinkContext): LinkedRule[] {
  const seen = new Set<string>();
  return raw.map((rule, index) => {
    const at = `/rules/${index}`;
    if (seen.has(rule.id)) {
      context.report("duplicate-rule", `${at}/id`, `duplicate rule id \`${rule.id}\``, "give it a unique id");
    }
    seen.add(rule.id);
    checkValidity(rule, at, context);
    const when = rule.when === undefined ? null : linkCondition(rule.when, `${at}/when`, context);
    const then = rule.then.flatMap(
      (action, place) => syntaxOf(action).link(action, `${at}/then/${place}`, context) ?? [],
    );
    return { id: `${context.pack}/${rule.id}`, rule, at, when, then };
  });
}
