import type { FlatValue } from "../common/document-lines.js";
import type { Json } from "../common/json.js";
import { must } from "../common/must.js";
import { escapeControls } from "../common/printable.js";
import { count } from "../common/count.js";
import {
  isHarmless,
  isProvedSame,
  type Differed,
  type DifferedPack,
  type DifferedSide,
  type Effect,
  type OutcomeDifference,
  type PartChange,
  type RuleChange,
  type Unproved,
} from "./differed.js";
import { showValue } from "../common/show-value.js";

const longestValue = 100;
const mostNames = 8;

/** Renders a value for people: identifiers without quotes. */
export function plainValue(value: Json): string {
  const isWord =
    typeof value === "string" && /^[A-Za-z_/][\w./:-]*$/.test(value) && !/^(?:true|false|null)$/.test(value);
  return isWord && value.length <= longestValue ? value : showValue(value, longestValue);
}

/** Renders a value of a witness: the object that it aliases, or the value. */
export function witnessValue(line: FlatValue): string {
  return sameObjectText(line) ?? plainValue(line.value);
}

/** Renders `same object as model_config.hf_config.text_config`; null if the value is not an alias. */
export function sameObjectText({ sameAs }: FlatValue): string | null {
  return sameAs === undefined ? null : escapeControls(`same object as ${sameAs}`);
}

/** Renders a difference on one line, such as `attention_config.backend: null → TRITON_ATTN`. */
export function outcomeText({ kind, name, ...sides }: OutcomeDifference): string {
  const side = (key: "before" | "after"): string => {
    const value = sides[key];
    if (kind === "field") return value === undefined ? "absent" : plainValue(value);
    if (value === undefined) return kind === "log" ? "not logged" : "no failure";
    return escapeControls(String(value));
  };
  const label = kind === "field" ? name : `${kind} ${name}`;
  return `${escapeControls(label)}: ${side("before")} → ${side("after")}`;
}

/** Renders `changed force-triton` and similar, with its location. */
export function ruleChangeText({ kind, rule, was, isMoved, line, lineBefore }: RuleChange): string {
  const extra = [
    ...(was === null ? [] : [`was ${was}`]),
    ...(isMoved && kind !== "moved" ? ["moved"] : []),
    line === null ? `old line ${lineBefore}` : `line ${line}`,
    ...(isMoved && line !== null ? [`before line ${lineBefore}`] : []),
  ];
  return `${kind} ${escapeControls(rule)} (${extra.join(", ")})`;
}

/** Renders one changed location, with its line. */
export function partText({ path, line, ...sides }: PartChange): string {
  const { before, after } = sides;
  const values =
    before === undefined
      ? `added ${showValue(after)}`
      : after === undefined
        ? `removed ${showValue(before)}`
        : `${showValue(before)} → ${showValue(after)}`;
  return `${escapeControls(path)}: ${values}${line === null ? "" : ` (${after === undefined ? "old line" : "line"} ${line})`}`;
}

export function verdictText({ verdict, unproved }: DifferedPack): string {
  if (verdict === "same") return "proved equivalent: no behavior change";
  if (verdict === "same-apart-from-ledger") return "proved equivalent: no behavior change, apart from the ledger";
  if (verdict === "same-apart-from-codes")
    return "proved equivalent: no behavior change, apart from codes that contain the pack's name";
  if (verdict === "differs")
    return unproved.length === 0 ? "behavior differs" : "behavior differs, and some of it could not be decided";
  return "not proved: behavior may differ";
}

export function unprovedText({ aspects, reason, file, line }: Unproved): string {
  const place = [file, line].filter((part) => part !== null).join(":");
  const [first, ...more] = aspects;
  const what =
    first === undefined ? "" : `${first.kind} ${first.name}${more.length === 0 ? "" : ` and ${more.length} more`}: `;
  return escapeControls(`${what}${reason}${place === "" ? "" : ` (${place})`}`);
}

export function statusText({ kind, status, was, isElsewhere, includes }: DifferedPack): string {
  if (status === "renamed") return `renamed, was ${was}${isElsewhere ? ", and runs at a different position" : ""}`;
  if (status === "runs-changed") return `unchanged, but includes ${includes.join(", ")}`;
  return kind === "set" ? `set ${status}` : status;
}

/** Describes how a document shows an effect. */
export function witnessText({ document, fails }: Effect): string {
  const failing = fails === null ? "" : `, which fails with ${escapeControls(fails)} in both versions`;
  return document.length === 0
    ? `for an empty document${failing}`
    : `for a document${failing === "" ? " with" : `${failing}, with`}`;
}

/** Describes the releases of an effect, and its rules with their locations. */
export function effectRulesText({ rules, at }: Effect): readonly string[] {
  const releases = at.length === 0 ? [] : [`at ${at.join(", ")}`];
  return [
    ...releases,
    ...rules.map(({ rule, in: side, file, line }) => {
      const place = [file, line].filter((part) => part !== null).join(":");
      const acts = { base: "fires only in base", head: "fires only in head", both: "behaves differently" }[side];
      return escapeControls(`${rule} ${acts}${place === "" ? "" : ` (${place})`}`);
    }),
  ];
}

/** Renders `3 of 12 documents in the fleet: a, b, c`. */
export function fleetText(names: readonly string[], { fleet }: Differed): string | null {
  if (fleet === null) return null;
  const shown = names.slice(0, mostNames).map((name) => escapeControls(name));
  const rest = names.length > mostNames ? [`and ${names.length - mostNames} more`] : [];
  return `${names.length} of ${count(fleet.documents, "document")} in the fleet${names.length === 0 ? "" : `: ${[...shown, ...rest].join(", ")}`}`;
}

export function sidesText(differed: Differed): string {
  const { base, head } = differed;
  const side = ({ name, target }: DifferedSide, other: DifferedSide) =>
    name === target || target === other.target ? name : `${name} (${target})`;
  const compared = comparedText(differed);
  return escapeControls(
    [`${side(base, head)} → ${side(head, base)}`, ...(compared === "" ? [] : [compared])].join("  ·  "),
  );
}

/**
 * Renders the compared releases: `vllm@0.19.0, also at 0.24.0 and 0.33.0`, or `vllm@0.19.0 only`; empty if two targets
 * already state them.
 */
export function comparedText({ base, head, alsoAt, isEveryRelease }: Differed): string {
  const own = base.target === head.target ? head.target : "";
  if (alsoAt.length > 0)
    return `${own === "" ? "" : `${own}, `}also at ${listText(alsoAt.map((other) => other.slice(other.indexOf("@") + 1)))}`;
  return isLimited({ base, head, isEveryRelease }) ? `${own} only` : own;
}

/** Renders versions, oldest first; a long list by its ends, since JSON has all of them. */
function listText(versions: readonly string[]): string {
  const [first, last] = [versions[0], versions.at(-1)];
  if (versions.length > mostNames) return `${versions.length} other releases from ${first} to ${last}`;
  return [versions.slice(0, -1).join(", "), last].filter((part) => part !== "").join(" and ");
}

/** Summarizes the result in one sentence. */
export function summaryText(differed: Differed): string {
  const { packs, fleet } = differed;
  const proved = `proved equivalent: no behavior change${isLimited(differed) ? ` at ${differed.head.target} only` : ""}`;
  if (packs.length === 0) return proved;
  const of = (verdict: DifferedPack["verdict"]) => packs.filter((pack) => pack.verdict === verdict).length;
  const same = packs.filter(isProvedSame).length;
  const what = packs.some(({ kind }) => kind === "set") ? "pack or set" : "pack";
  const counted = (number: number) => (what === "pack" ? count(number, "pack") : `${number} packs and sets`);
  const parts = [
    ...(of("differs") > 0 ? [`${counted(of("differs"))} with different behavior`] : []),
    ...(of("same-apart-from-codes") > 0
      ? [`${counted(of("same-apart-from-codes"))} proved equivalent, apart from codes`]
      : []),
    ...(of("not-proved") > 0 ? [`${counted(of("not-proved"))} not proved`] : []),
    ...(same > 0 ? [`${counted(same)} proved equivalent${of("same") < same ? ", apart from the ledger" : ""}`] : []),
    ...(fleet === null
      ? []
      : [
          `${fleet.touched.length} of ${count(fleet.documents, "document")} in the fleet ${fleet.touched.length === 1 ? "differs" : "differ"}`,
        ]),
  ];
  return isHarmless(differed) ? `${proved} (${parts.join(", ")})` : parts.join(", ");
}

/** Whether other releases may have rules that were not compared. */
function isLimited({ base, head, isEveryRelease }: Pick<Differed, "base" | "head" | "isEveryRelease">): boolean {
  return base.target === head.target && !isEveryRelease;
}

/** Renders an effect on one line: `attention_config.backend: null → TRITON_ATTN`. */
export function effectText({ outcome }: Effect): string {
  const [first, ...others] = outcome;
  return `${outcomeText(must(first, "the outcome"))}${others.length === 0 ? "" : `, and ${others.length} more`}`;
}

/** Renders an effect's witness on one line. */
export function documentText({ document, at }: Effect): string {
  const releases = at.length === 0 ? "" : `at ${at.join(", ")} `;
  return releases + (document.length === 0 ? "in any document" : `where ${document.map(lineText).join(", ")}`);
}

function lineText(line: FlatValue): string {
  const same = sameObjectText(line);
  return `${line.path} is ${same === null ? plainValue(line.value) : `the ${same}`}`;
}
