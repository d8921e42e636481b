import type { Rule } from "../generated/pack.js";
import type { ServingRelease } from "../serving/serving-engine.js";
import { historyOf, type FieldFacts } from "./fields.js";

const code = (text: string): string => `\`${text}\``;

/** Renders a field in Markdown: its meaning, type, values, default and flag. */
export function fieldText(
  { path, description, types, values, flag, ...rest }: FieldFacts,
  release: ServingRelease,
): string {
  const { adapter, target } = release;
  const type = types.filter((name) => name !== "null").join(" or ");
  const lines = [
    `**${path}**${type === "" ? "" : `: ${type}`}`,
    ...(description === null ? [] : [description]),
    ...(values.length === 0 ? [] : [`Values: ${values.map((value) => code(JSON.stringify(value))).join(", ")}`]),
    ...(rest.default === undefined
      ? []
      : [`Default in ${adapter.title} ${target}: ${code(JSON.stringify(rest.default))}`]),
    ...(flag === null ? [] : [`Flag: ${code(flag)}`]),
  ];
  return lines.join("\n\n");
}

/** Describes when a field was introduced, and when its default changed; empty if it never changed. */
export function historyText(path: string, release: ServingRelease): string {
  const { title } = release.adapter;
  const { since, defaults } = historyOf(path, release);
  return [
    ...(since === null ? [] : [`Since ${title} ${since}.`]),
    ...defaults.map(({ from, value }) => `Default ${code(JSON.stringify(value))} since ${title} ${from}.`),
  ].join(" ");
}

export interface CaseNames {
  readonly name: string;
  readonly fires: boolean;
}

/** Renders a rule in Markdown: its reason, the source of its behavior, and the cases in which it fires. */
export function ruleText(
  rule: Pick<Rule, "id" | "why" | "versions">,
  source: { readonly project?: string; readonly file?: string; readonly symbol?: string } | undefined,
  cases: readonly CaseNames[] | null,
): string {
  const firing = (cases ?? []).filter(({ fires }) => fires);
  const from = [source?.project, source?.file, source?.symbol].filter((part) => part !== undefined);
  return [
    `**${rule.id}**${rule.versions === undefined ? "" : ` (${code(rule.versions)})`}`,
    ...(rule.why === undefined ? [] : [rule.why]),
    ...(from.length === 0 ? [] : [`Source: ${from.join(" ")}`]),
    ...(cases === null ? [] : [`Fires in ${firing.length} of ${cases.length} cases.`]),
    ...(firing.length === 0 ? [] : [firing.map(({ name }) => `- ${name}`).join("\n")]),
  ].join("\n\n");
}
