import { firstOf } from "../common/must.js";
import { compareResults } from "../solver/compare-results.js";
import { diagnostic } from "../common/diagnostic.js";
import type { JsonObject } from "../common/json.js";
import { caseTarget } from "../testing/case-target.js";
import { compareOutcome } from "../testing/compare.js";
import type { Result } from "../generated/result.js";
import type { DifferedPack, Effect } from "../diff/differed.js";
import { documentText, effectText } from "../diff/difference-messages.js";
import { unprovedText } from "../diff/difference-messages.js";
import type { ReviewedPack, ReviewFinding } from "./reviewed.js";
import type { ComparedReleases } from "../diff/compare-releases.js";

/** Reports behavior differences of packs, and undecided ones. A pack that only includes another repeats nothing. */
export function behaviorFindings({ differed: { packs }, pairs }: ComparedReleases): readonly ReviewFinding[] {
  const shown = new Set(
    packs.filter(({ status }) => status !== "runs-changed").flatMap(({ effects }) => effects.flatMap(namesOf)),
  );
  return packs.flatMap((pack) => {
    const stated = statedChanges(pack, pairs);
    const effects =
      pack.status === "runs-changed"
        ? pack.effects.filter((effect) => !namesOf(effect).every((name) => shown.has(name)))
        : pack.effects;
    const unproved = pack.status === "runs-changed" ? [] : pack.unproved;
    return [
      ...(pack.codes.length === 0 ? [] : [codesFinding(pack)]),
      ...effects.map((effect) =>
        effectFinding(effect, pack, stated === null || namesOf(effect).every((name) => stated.has(name))),
      ),
      ...unproved.map((entry): ReviewFinding => {
        const message = `whether the behavior of \`${pack.pack}\` changed could not be decided: ${unprovedText({ ...entry, file: null, line: null })}`;
        return {
          ...diagnostic("behaviour-unproved", message, {
            severity: "note",
            file: entry.file ?? pack.file,
            line: entry.line,
            hint: "state the expected behavior in cases",
          }),
          kind: "unproved",
        };
      }),
    ];
  });
}

/** Packs with changed rules that could not be compared, because one version does not load. */
export function uncomparedFindings(packs: readonly ReviewedPack[], base: string): readonly ReviewFinding[] {
  const changed = packs.filter(
    ({ status, linked }) => status !== "cases-changed" && (status === "removed" || linked !== null),
  );
  const hint = "compare with a revision whose rules load";
  return changed.map(({ pack, file }) => {
    const message = `whether the behavior of \`${pack}\` changed could not be decided: the rules of ${base} do not load`;
    return { ...diagnostic("behaviour-unproved", message, { severity: "note", file, hint }), kind: "unproved" };
  });
}

function codesFinding({ pack, was, file, codes }: DifferedPack): ReviewFinding {
  const message = `\`${pack}\` was \`${was}\`: ${codes.length === 1 ? `the code \`${firstOf(codes).before}\` is now \`${firstOf(codes).after}\`` : `${codes.length} of its log and failure codes now start with the new name`}`;
  return {
    ...diagnostic("behaviour-changed", message, {
      severity: "note",
      file,
      hint: "update anything that refers to the old codes",
    }),
    kind: "behavior",
  };
}

function effectFinding(effect: Effect, pack: DifferedPack, isStated: boolean): ReviewFinding {
  const message = `\`${pack.pack}\` behaves differently: ${effectText(effect)}, ${documentText(effect)}`;
  if (isStated)
    return {
      ...diagnostic("behaviour-changed", message, {
        severity: "note",
        ...placeOf(effect, pack),
        hint: "a case states this change: nothing to do",
      }),
      kind: "behavior",
    };
  const hint = "if this is intended, add a case with this document";
  return {
    ...diagnostic("behaviour-unstated", message, { severity: "warning", ...placeOf(effect, pack), hint }),
    kind: "unstated",
  };
}

/** The changed line in a rule that causes the effect, otherwise the rule, otherwise the file. */
function placeOf({ rules }: Effect, pack: DifferedPack): { file: string | null; line: number | null } {
  const behind = new Set(rules.map(({ rule }) => rule.slice(pack.pack.length + 1)));
  const changed = pack.rules.filter(({ rule }) => behind.has(rule));
  const decides = ({ path }: { readonly path: string }) =>
    ["when", "then", "versions"].includes(firstOf(path.split(".")));
  const line = changed
    .flatMap(({ parts, line: own }) => [
      ...parts.filter(decides).map((part) => (part.after === undefined ? null : part.line)),
      own,
    ])
    .find((found) => found !== null);
  if (line !== undefined) return { file: pack.file, line };
  const rule = rules.find(({ in: side, file }) => side !== "base" && file !== null);
  return { file: rule?.file ?? pack.file, line: rule?.line ?? null };
}

function namesOf({ outcome }: Effect): readonly string[] {
  return outcome.map(({ kind, name }) => `${kind} ${name}`);
}

/**
 * Changes that cases of a pack expect and that are new; null if no case can state them, as for a set or a removed pack.
 */
function statedChanges(
  { kind, pack, status }: DifferedPack,
  pairs: ComparedReleases["pairs"],
): ReadonlySet<string> | null {
  if (kind === "set" || status === "removed") return null;
  const [own] = pairs.values();
  if (own === undefined) return null;
  const { packs, target, read } = own.head.linked;
  const cases = read.cases.filter(({ content }) => content.pack === pack).flatMap(({ content }) => content.cases);
  return new Set(
    cases.flatMap((entry) => {
      const { document: input, expect } = entry;
      const pair = pairs.get(caseTarget(entry, packs.get(pack)?.pack.versions, target));
      if (pair === undefined) return [];
      const document = input as JsonObject;
      const before = pair.base.linked.packs.has(pack) ? pair.base.run(document, { pack }) : untouched(document);
      const after = pair.head.run(document, { pack });
      const isMet = compareOutcome(expect, document, after).length === 0;
      return isMet
        ? compareResults(before, after, own.head.linked.engine.alias).map(({ kind: what, name }) => `${what} ${name}`)
        : [];
    }),
  );
}

function untouched(document: JsonObject): Result {
  return { ok: true, document: document as Result["document"] & {}, changes: [], logs: [], error: null };
}
