import type { Json } from "../common/json.js";
import type { Severity } from "../generated/policy.js";
import { valueReads } from "../language/value-reads.js";
import type { ValueNode } from "../language/node.js";
import { comparisonsOf } from "../language/walk.js";
import { architecturesFor } from "../packs/architectures.js";
import type { LinkedPack, LinkedPacks, LinkedRule } from "../packs/linked.js";
import { kindOf } from "../language/actions/index.js";
import type { AuditRule } from "./audited.js";

/** Policies with rules for the target; with names, only those, or those of a vendor. */
export function policiesOf({ packs }: LinkedPacks, names: readonly string[] = []): readonly LinkedPack[] {
  return [...packs.values()].filter(
    ({ name, pack, rules }) =>
      pack.kind === "policy" &&
      rules.length > 0 &&
      (names.length === 0 || names.some((chosen) => chosen === name || name.startsWith(`${chosen}/`))),
  );
}

/** Whether a policy applies to models of this architecture. */
export function isFor(policy: LinkedPack, architecture: Json | undefined, { target }: LinkedPacks): boolean {
  const architectures = architecturesFor(policy.pack, target);
  return architectures === null || (typeof architecture === "string" && architectures.includes(architecture));
}

/** Describes a rule for reports. */
export function auditRule({ id, rule }: LinkedRule, { pack }: LinkedPack): AuditRule {
  return { rule: id, why: rule.why ?? null, owner: pack.owner ?? null, severity: severityOf(rule) };
}

const severities = { error: "error", warning: "warning", info: "note", debug: "note" } as const;

export function severityOf({ then }: LinkedRule["rule"]): Severity {
  const [check] = then;
  return "log" in check ? severities[check.log] : "error";
}

/** Sections that the manifest alone determines. */
const stated: ReadonlySet<string> = new Set(["deployment", "environment"]);

/** Part of a deployment that is known only after resolving it. */
const settled = "deployment.overridden";

/** Whether a rule reads nothing that requires the resolved configuration. */
export function asksManifestOnly(rule: LinkedRule): boolean {
  return valuesOf(rule)
    .flatMap(valueReads)
    .every((path) => stated.has(path[0] ?? "") && path.slice(0, 2).join(".") !== settled);
}

/** Whether a rule reads results of resolving the flags, which are unknown if the deployment does not start. */
export function asksSettled(rule: LinkedRule): boolean {
  return reads(rule, settled);
}

/** Whether a rule reads the size of the model's weights, which only its folder tells. */
export function asksWeights(rule: LinkedRule): boolean {
  return reads(rule, "deployment.weight_bytes");
}

function reads(rule: LinkedRule, field: string): boolean {
  return valuesOf(rule)
    .flatMap(valueReads)
    .some((path) => path.slice(0, 2).join(".") === field);
}

function valuesOf({ when, then }: Pick<LinkedRule, "when" | "then">): readonly ValueNode[] {
  return [
    ...(when === null ? [] : comparisonsOf(when)).flatMap(({ fact, value }) => [fact, value]),
    ...then.flatMap((action) => kindOf(action).reads(action)),
  ];
}
