import type { Diagnostic } from "../common/diagnostic.js";
import { pointer, pointerKeys } from "../common/path.js";
import { isObject, type Json } from "../common/json.js";
import type { JsonSource } from "../common/read-json.js";
import type { Action, Condition, LogAction, Pack, Rule } from "../generated/pack.js";
import type { Policy, PolicyAction, PolicyRule, Severity } from "../generated/policy.js";
import { finding } from "./check/finding.js";

/** Log level of a violation, by severity. */
export const levelOfSeverity = { error: "error", warning: "warning", note: "info" } as const satisfies Record<
  Severity,
  LogAction["log"]
>;

/** A policy lowered to an ordinary pack; locations of its source still refer to the policy file. */
export interface LoweredPolicy {
  readonly content: Pack;
  readonly source: JsonSource;
}

/**
 * Lowers a policy to an ordinary pack: a violation becomes a log with the rule's id, `require` is added to the
 * condition negated, and a suggestion remains a `set`, which changes only the policy's copy of the document. Returns
 * null and reports if a rule is not a single check.
 */
export function lowerPolicy(source: JsonSource, diagnostics: Diagnostic[]): LoweredPolicy | null {
  const { rules, ...rest } = source.value as unknown as Policy;
  const faults = rules.flatMap((rule, index) => faultOf(rule, index, source));
  diagnostics.push(...faults);
  if (faults.length > 0) return null;
  const content = { ...rest, hook: "policy", rules: rules.map(lowerRule) } as Pack;
  const written = (place: string) => writtenPlace(place, rules);
  return {
    content,
    source: {
      file: source.file,
      value: content as unknown as Json,
      written,
      locate: (place, what) => source.locate(written(place), what),
    },
  };
}

const ofBehavior: readonly string[] = ["log", "fail", "include", "unset"];

/** Reports behavior actions in a policy, which its schema would report as misspelled checks. */
export function foreignActions(source: JsonSource): readonly Diagnostic[] {
  const { rules } = source.value as { readonly rules?: Json };
  return (Array.isArray(rules) ? rules : []).flatMap((rule: Json, index) => {
    const then = isObject(rule) && Array.isArray(rule["then"]) ? rule["then"] : [];
    return then.flatMap((action: Json, place) => {
      const key = ofBehavior.find((name) => isObject(action) && Object.hasOwn(action, name));
      if (key === undefined) return [];
      const at = pointer(["rules", index, "then", place]);
      const hint = "use `require`, `forbid` or `warn`, with `set` only after one of them";
      return [
        finding({ file: source.file, source }, "policy-rule", at, `\`${key}\` is not an action of policies`, hint),
      ];
    });
  });
}

function isCheck(action: PolicyAction): boolean {
  return !("set" in action);
}

function faultOf({ id, then }: PolicyRule, index: number, source: JsonSource): Diagnostic[] {
  const second = then.findIndex((action, place) => place > 0 && isCheck(action));
  const at = isCheck(then[0]) ? (second < 0 ? null : second) : 0;
  if (at === null) return [];
  const message = at === 0 ? `\`${id}\` suggests a change before its check` : `\`${id}\` has more than one check`;
  const hint =
    at === 0
      ? "begin `then` with `require`, `forbid` or `warn`"
      : "write one rule per check, so that reports and exceptions can name each";
  return [finding({ file: source.file, source }, "policy-rule", pointer(["rules", index, "then", at]), message, hint)];
}

function lowerRule({ when, then, ...rest }: PolicyRule): Rule {
  const [check, ...suggestions] = then;
  const condition = conditionOf(when, check);
  return {
    ...rest,
    ...(condition !== undefined && { when: condition }),
    then: [logOf(check, rest.id), ...(suggestions as Action[])],
  };
}

function conditionOf(when: Condition | undefined, check: PolicyAction): Condition | undefined {
  if (!("require" in check)) return when;
  const violated: Condition = { not: check.require };
  return when === undefined ? violated : { all: [when, violated] };
}

function logOf(check: PolicyAction, code: string): LogAction {
  if ("warn" in check) return { log: "warning", code, message: check.warn };
  if ("forbid" in check) return { log: levelOfSeverity[check.severity ?? "error"], code, message: check.forbid };
  if ("require" in check) return { log: levelOfSeverity[check.severity ?? "error"], code, message: check.message };
  throw new Error("a suggestion comes before its check");
}

/** Maps a location in the lowered policy to the file. */
function writtenPlace(place: string, rules: readonly PolicyRule[]): string {
  const [list, index, part, ...inner] = pointerKeys(place);
  const rule = list === "rules" ? rules[Number(index)] : undefined;
  if (rule === undefined) return place;
  const [check] = rule.then;
  const inRule = (...keys: readonly string[]) => pointer(["rules", index ?? "", ...keys]);
  if (part === "then" && inner[0] === "0" && inner[1] === "message")
    return inRule("then", "0", "warn" in check ? "warn" : "forbid" in check ? "forbid" : "message");
  if (part === "then" && inner[0] === "0" && inner[1] === "log")
    return inRule("then", "0", ...("severity" in check ? ["severity"] : []));
  if (part !== "when" || !("require" in check)) return place;
  const required = ["then", "0", "require"];
  if (rule.when === undefined) return inRule(...required, ...inner.slice(inner[0] === "not" ? 1 : 0));
  const [, item, ...rest] = inner;
  if (item === "0") return inRule("when", ...rest);
  return item === "1" ? inRule(...required, ...rest.slice(rest[0] === "not" ? 1 : 0)) : inRule("when");
}
