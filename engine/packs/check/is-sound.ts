import { isObject } from "../../common/json.js";
import { fromRecord } from "../../common/must.js";
import { inheritedNames, type Path } from "../../common/path.js";
import { memoizeText } from "../../common/memoize.js";
import { isReference } from "../../common/aliases.js";
import type { Action, Comparison, Condition, Pack } from "../../generated/pack.js";
import { constantOf, plainPath, readsOf } from "../../language/expression/static.js";
import { factsIn } from "../../language/link-value.js";
import type { ExpressionNode } from "../../language/expression/node.js";
import type { ParsedExpression } from "../../language/expression/parsed-expression.js";
import { fits, type Field } from "../../language/fields.js";
import { parseTemplate } from "../../language/template.js";
import { canApply, constantProblem, operandProblem } from "./check-comparison.js";
import { areApart } from "./check-fits.js";
import { isValidity } from "./check-validity.js";
import type { Surroundings } from "../link-pack.js";

/** What a name resolves to: its field, if the schema types it. */
interface Meaning {
  readonly isSound: boolean;
  readonly field: Field | null;
}

const unsound: Meaning = { isSound: false, field: null };

/** A name that the pack defines: a fact or a condition. */
interface Own {
  readonly meaning: Meaning;
  isUsed: boolean;
}

const nodeIn = (parsed: ParsedExpression): ExpressionNode | null => (parsed.ok ? parsed.node : null);

/**
 * Fast path: whether linking and checking a pack is certain to report nothing. One pass over the parsed file without
 * linking, because most packs of a large set are sound and never run. Conservative: everything else, including rare
 * sound constructs such as conditions that refer to later ones, is left to `linkPack` and `checkFields`. Both must
 * agree.
 */
export function soundness({
  fields,
  sections,
  operators,
  packs,
  parse,
  parsePath,
}: Surroundings): (pack: Pack) => boolean {
  const at = (path: Path): Meaning => {
    const found = fields.find(path);
    return found.kind === "unknown" ? unsound : { isSound: true, field: found.kind === "known" ? found.field : null };
  };
  const meaningOfPath = memoizeText((text): Meaning => {
    const parsed = parsePath(text);
    return parsed.ok && (text.includes(".") || sections.has(text)) ? at(parsed.path) : unsound;
  });
  const meaningOfNode = (node: ExpressionNode | null): Meaning => {
    if (node === null || !readsOf(node).every((path) => at(path).isSound)) return unsound;
    const path = plainPath(node);
    return path === null ? { isSound: true, field: null } : at(path);
  };
  const parseAlone = memoizeText((text) => parse(text));
  const meaningAlone = memoizeText((text): Meaning => meaningOfNode(nodeIn(parseAlone(text))));

  return (pack) => {
    const facts = new Map<string, Own>();
    const conditions = new Map<string, Own>();

    // Facts may refer to facts in any order; a fact that is already being parsed closes a cycle.
    const nodes = new Map<string, ExpressionNode | null>();
    const nodeOfFact = (name: string): ExpressionNode | undefined => {
      const text = pack.facts?.[name];
      if (text === undefined || inheritedNames.has(name)) return undefined;
      if (!nodes.has(name)) {
        nodes.set(name, null);
        nodes.set(name, nodeOf(text));
      }
      return nodes.get(name) ?? undefined;
    };
    const namedByFacts = new Set<string>();
    const nodeOf = (text: string): ExpressionNode | null => {
      if (factsIn(text).length === 0) return nodeIn(parseAlone(text));
      const parsed = parse(text, (name) => {
        namedByFacts.add(name);
        return nodeOfFact(name);
      });
      return nodeIn(parsed);
    };
    const meaningOfExpression = (text: string): Meaning =>
      factsIn(text).length === 0 ? meaningAlone(text) : meaningOfNode(nodeOf(text));
    const meaningOf = (name: string): Meaning => {
      const fact = facts.get(name);
      if (fact === undefined) return meaningOfPath(name);
      fact.isUsed = true;
      return fact.meaning;
    };
    const isSoundComparison = ({ fact, operator: name, value }: Comparison): boolean => {
      const operator = operators.get(name);
      const { isSound, field } = meaningOf(fact);
      if (operator === null || !isSound || (field !== null && !canApply(operator.facts, field))) return false;
      if (!isObject(value) || !Object.hasOwn(value, "fact")) return constantProblem(value, operator, field) === null;
      if (typeof value.fact !== "string" || Object.keys(value).length > 1) return false;
      const other = meaningOf(value.fact);
      return other.isSound && operandProblem(operator, field, other.field) === null;
    };
    const isSoundCondition = (condition: Condition): boolean => {
      if ("fact" in condition) return isSoundComparison(condition);
      if ("all" in condition) return condition.all.every(isSoundCondition);
      if ("any" in condition) return condition.any.every(isSoundCondition);
      if ("not" in condition) return isSoundCondition(condition.not);
      const named = conditions.get(condition.condition);
      if (named !== undefined) named.isUsed = true;
      return named !== undefined;
    };
    const isSoundMessage = (message: string): boolean => {
      const parsed = parseTemplate(message);
      return parsed.ok && parsed.parts.every((part) => "text" in part || meaningOf(part.name).isSound);
    };
    const isSoundAction = (action: Action): boolean => {
      if ("message" in action) return isSoundMessage(action.message);
      if ("include" in action) return packs.has(action.include);
      if (!("set" in action || "unset" in action)) return false;
      const written = "set" in action ? action.set : action.unset;
      const { isSound, field } = meaningOfPath(written);
      if (!isSound || facts.has(written)) return false;
      if ("value" in action) return field === null || isSoundConstant(action.value, field, written);
      if ("unset" in action) return true;
      if ("jsonata" in action) return isSoundExpression(action.jsonata, field, written);
      const fact = facts.get(action.fact);
      if (fact === undefined) return false;
      fact.isUsed = true;
      return isSoundExpression(pack.facts?.[action.fact] ?? "", field, written);
    };
    // The contents of a structure are left to the full check.
    const isSoundConstant = (value: unknown, field: Field, written: string) =>
      fits(value, field) && !isReference(written, value, fields.alias) && !isObject(value);
    const isSoundExpression = (text: string, field: Field | null, written: string): boolean => {
      const meaning = meaningOfExpression(text);
      if (!meaning.isSound || field === null) return meaning.isSound;
      const node = nodeOf(text);
      const constant = node === null ? null : constantOf(node);
      return constant === null
        ? meaning.field === null || !areApart(meaning.field, field)
        : isSoundConstant(constant.value, field, written);
    };

    for (const name in pack.facts) {
      if (inheritedNames.has(name)) return false;
      facts.set(name, { meaning: meaningOfExpression(fromRecord(pack.facts, name)), isUsed: false });
    }
    for (const name in pack.conditions) {
      if (inheritedNames.has(name) || !isSoundCondition(fromRecord(pack.conditions, name))) return false;
      conditions.set(name, { meaning: unsound, isUsed: false });
    }
    const ids = new Set<string>();
    for (const rule of pack.rules) {
      if (
        !isValidity(rule) ||
        (rule.when !== undefined && !isSoundCondition(rule.when)) ||
        !rule.then.every(isSoundAction)
      )
        return false;
      ids.add(rule.id);
    }
    if (ids.size < pack.rules.length || !isValidity(pack)) return false;
    for (const entry of pack.match?.architectures ?? [])
      if (typeof entry !== "string" && !isValidity(entry)) return false;
    for (const [name, { meaning, isUsed }] of facts)
      if (!(isUsed || namedByFacts.has(name)) || !meaning.isSound) return false;
    for (const { isUsed } of conditions.values()) if (!isUsed) return false;
    return true;
  };
}
