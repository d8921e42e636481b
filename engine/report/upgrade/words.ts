import { shellText } from "../../common/shell-text.js";
import { escapeControls } from "../../common/printable.js";
import { count } from "../../common/count.js";
import { outcomeText, plainValue } from "../../diff/difference-messages.js";
import { originText } from "../../explain/origin-of.js";
import type { RuleCause, UpgradeCause, UpgradeChange, Upgraded, UpgradedDeployment } from "../../upgrade/upgraded.js";

/** Summarizes a deployment in a word or two. */
export function statusText(deployment: UpgradedDeployment): string {
  const failures = deployment.changes.filter(({ kind }) => kind === "failure");
  if (failures.length > 0)
    return failures.every(({ name }) => name === "unknown-architecture") ? "model not supported" : "fails";
  if (deployment.fails !== null) return "still fails";
  if (deployment.changes.some(({ kind }) => kind === "flag")) return "will not start with its current flags";
  if (deployment.changes.some(({ kind }) => kind === "field" || kind === "log")) return "changes";
  return "starts only after the upgrade";
}

/** A mark for each kind of change. */
export const marks = { failure: "✗", flag: "✗", field: "≠", log: "·", fixed: "✓" } as const satisfies Record<
  UpgradeChange["kind"],
  string
>;

export function movementText({ from, to, isDowngrade }: Upgraded): string {
  return `${from.length === 0 ? "unknown release" : from.join(", ")} → ${to}${isDowngrade ? " (a downgrade)" : ""}`;
}

/** Summarizes the upgrade: `5 deployments: 1 fails, 3 change, 1 does not`. */
export function summaryText({ deployments, unchanged, flagsOnly, findings }: Upgraded): string {
  const whole = unchanged.filter((name) => !flagsOnly.includes(name)).length;
  const total = deployments.length + unchanged.length;
  const of = (...statuses: string[]) => deployments.filter((entry) => statuses.includes(statusText(entry))).length;
  const verb = (number: number, singular: string, plural: string) =>
    number === 0 ? [] : [`${number} ${number === 1 ? singular : plural}`];
  const parts = [
    ...verb(of("fails"), "fails", "fail"),
    ...verb(of("model not supported"), "is no longer supported", "are no longer supported"),
    ...verb(of("still fails"), "still fails", "still fail"),
    ...verb(
      of("will not start with its current flags"),
      "will not start with its current flags",
      "will not start with their current flags",
    ),
    ...verb(of("changes"), "behaves differently", "behave differently"),
    ...verb(of("starts only after the upgrade"), "starts only after the upgrade", "start only after the upgrade"),
    ...verb(whole, "is unchanged", "are unchanged"),
    ...verb(unchanged.length - whole, "has unchanged flags", "have unchanged flags"),
  ];
  const unread = new Set(findings.map(({ file, line }) => `${file}:${line}`)).size;
  return `${count(total, "deployment")}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}${unread === 0 ? "" : `; ${unread} could not be read`}`;
}

/** Renders a change on one line, without its reasons. */
export function changeText(change: UpgradeChange): string {
  const { kind, name, before, after } = change;
  if (kind === "field" || kind === "log") return outcomeText({ ...change, kind });
  if (name.startsWith("-"))
    return escapeControls(`flag ${name}: ${kind === "fixed" ? "rejected → accepted" : "accepted → rejected"}`);
  if (kind === "flag") return escapeControls(String(after));
  return outcomeText({
    kind: "failure",
    name,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
}

/** Renders the introducing release; for a downgrade, the last release that has it. Empty if unknown. */
export function sinceText({ since }: UpgradeChange, { isDowngrade }: Upgraded): string {
  return since === null ? "" : isDowngrade ? `up to ${since}` : `since ${since}`;
}

/** Renders the reasons for a change, one on each line. */
export function reasonLines(
  { kind, name, causes, before, after }: UpgradeChange,
  { engine }: Upgraded,
): readonly string[] {
  const given =
    name.startsWith("-") && (kind === "flag" || kind === "fixed")
      ? [`given as ${escapeControls(String(before ?? after))}`]
      : [];
  return [...given, ...causes.flatMap((cause) => causeLines(cause, causes.length === 1, engine))];
}

function causeLines(cause: UpgradeCause, isAlone: boolean, engine: string): readonly string[] {
  switch (cause.kind) {
    case "rule":
      return [`${ruleText(cause)}${cause.why === null ? "" : `: ${escapeControls(cause.why)}`}`];
    case "release":
      return [escapeControls(cause.text)];
    case "origin": {
      const [before, after] = [cause.before, cause.after].map((origin) =>
        origin === null ? [] : [originText(origin, engine)],
      ) as [string[], string[]];
      const isBareDefault = (cause.before ?? cause.after)?.isConstant === true && before.length + after.length === 1;
      if (before[0] === after[0] || (isAlone && isBareDefault)) return [...before, ...after].slice(0, 1);
      return [...before.map((text) => `before: ${text}`), ...after.map((text) => `after: ${text}`)];
    }
  }
}

/** Renders `after: vllm/mamba/align-by-default (for >=0.28.0)`; if both releases have the rule, its changed inputs. */
export function ruleText({ rule, acts, versions, because }: RuleCause): string {
  const by = { before: "before:", after: "after:", both: "by" }[acts];
  const facts = because.map(({ fact, ...sides }) => {
    const [before, after] = [describeOutcome(sides, "before"), describeOutcome(sides, "after")];
    return acts === "before"
      ? `while ${fact} is ${before}`
      : acts === "after"
        ? `since ${fact} is ${after}`
        : `${fact} ${before} → ${after}`;
  });
  return escapeControls(
    `${[by, rule].join(" ")}${versions === null ? "" : ` (for ${versions})`}${facts.map((fact) => `, ${fact}`).join("")}`,
  );
}

function describeOutcome(sides: Partial<Record<"before" | "after", unknown>>, key: "before" | "after"): string {
  return key in sides ? plainValue(sides[key] as never) : "absent";
}

/**
 * Sources of the behavior that rules behind a change describe, each once: `vllm/model_executor/models/config.py,
 * MambaModelConfig`.
 */
export function sourcesOf({ causes }: UpgradeChange): readonly string[] {
  const texts = causes.flatMap((cause): readonly string[] =>
    cause.kind === "rule" && cause.source !== null ? [sourceText(cause.source)] : [],
  );
  return [...new Set(texts)].filter((text) => text !== "");
}

function sourceText({ project, file, symbol, url }: RuleCause["source"] & {}): string {
  return escapeControls([file ?? project, symbol, url].flatMap((part) => part ?? []).join(", "));
}

/** Describes how to preserve the current value; null if there is nothing to preserve. */
export function keepText({ keep }: UpgradeChange): string | null {
  if (keep === null) return null;
  const words = keep.kind === "flags" ? escapeControls(shellText(keep.args)) : "";
  if (keep.kind === "flags")
    return keep.isAlone
      ? `preserve it with ${words}`
      : `preserve it with ${words}, together with the flags for the other fields`;
  return `cannot be preserved: ${escapeControls(keep.reason)}`;
}
