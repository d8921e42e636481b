import type { Path } from "../common/path.js";
import type { Json } from "../common/json.js";
import type { Severity } from "../generated/policy.js";
import { readsOf } from "../language/expression/static.js";
import type { ValueNode } from "../language/node.js";
import { comparisonsOf } from "../language/walk.js";
import { architecturesFor } from "../packs/architectures.js";
import type { LinkedPack, LinkedPacks, LinkedRule } from "../packs/linked.js";
import { kindOf } from "../language/actions/index.js";
import type { AuditRule } from "./audited.js";

/** The policies among linked packs that have rules for the target; with names, only those, or those of a vendor. */
export function policiesOf({ packs }: LinkedPacks, names: readonly string[] = []): readonly LinkedPack[] {
  return [...packs.values()].filter(
    ({ name, pack, rules }) =>
      pack.kind === "policy" &&
      rules.length > 0 &&
      (names.length === 0 || names.some((chosen) => chosen === name || name.startsWith(`${chosen}/`))),
  );
}

/** Whether a policy is for a model of this architecture. */
export function isFor(policy: LinkedPack, architecture: Json | undefined, { target }: LinkedPacks): boolean {
  const architectures = architecturesFor(policy.pack, target);
  return architectures === null || (typeof architecture === "string" && architectures.includes(architecture));
}

/** A rule as reports name it. */
export function auditRule({ id, rule }: LinkedRule, { pack }: LinkedPack): AuditRule {
  return { rule: id, why: rule.why ?? null, owner: pack.owner ?? null, severity: severityOf(rule) };
}

const severities = { error: "error", warning: "warning", info: "note", debug: "note" } as const;

export function severityOf({ then }: LinkedRule["rule"]): Severity {
  const [check] = then;
  return "log" in check ? severities[check.log] : "error";
}

/** Sections that a manifest says by itself. */
const stated: ReadonlySet<string> = new Set(["deployment", "environment"]);

/** What a deployment says only after it was resolved. */
const settled = "deployment.overridden";

/** Whether a rule asks nothing that only the resolved configuration tells. */
export function asksManifestOnly(rule: LinkedRule): boolean {
  return valuesOf(rule)
    .flatMap(pathsOf)
    .every((path) => stated.has(path[0] ?? "") && path.slice(0, 2).join(".") !== settled);
}

/** Whether a rule asks what vLLM made of the flags, which is not known of a deployment that does not start. */
export function asksSettled({ when, then }: LinkedRule): boolean {
  return valuesOf({ when, then })
    .flatMap(pathsOf)
    .some((path) => path.slice(0, 2).join(".") === settled);
}

function valuesOf({ when, then }: Pick<LinkedRule, "when" | "then">): readonly ValueNode[] {
  return [
    ...(when === null ? [] : comparisonsOf(when)).flatMap(({ fact, value }) => [fact, value]),
    ...then.flatMap((action) => kindOf(action).reads(action)),
  ];
}

function pathsOf(value: ValueNode): readonly Path[] {
  if (value.kind === "constant") return [];
  return value.kind === "path" ? [value.path] : readsOf(value.expression);
}
