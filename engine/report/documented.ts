import { fromMap } from "../common/must.js";
import type { Pack } from "../generated/pack.js";
import type { LinkedPacks } from "../packs/linked.js";
import { conditionText } from "../language/conditions/comparison-text.js";
import { decisionTable, type DecisionTable } from "../explain/decision-table.js";
import { packList, type ListedPack, type PackList } from "./pack-list.js";

/** A rule set with the contents of its documentation. */
export interface DocumentedSet extends Omit<PackList, "packs"> {
  readonly packs: readonly DocumentedPack[];
  /** Whether it contains all packs of the set. */
  readonly isWhole: boolean;
}

export interface DocumentedPack extends ListedPack {
  readonly source: NonNullable<Pack["source"]>;
  readonly expires: string | null;
  /** Names with their expressions. */
  readonly facts: readonly NamedText[];
  /** Names with their rendered conditions. */
  readonly conditions: readonly NamedText[];
  readonly table: DecisionTable;
  /** Number of the pack's cases. */
  readonly cases: number;
}

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * Collects the packs of a set, in its order and without policies, or the named packs. The rules must have been read
 * from files.
 */
export function documentSet(rules: LinkedPacks, names: readonly string[] = []): DocumentedSet {
  const listed = packList(rules, names);
  const isMeant = ({ hook }: ListedPack) => names.length > 0 || hook !== "policy";
  const list = { ...listed, packs: listed.packs.filter(isMeant) };
  const { cases } = rules.read;
  const countOf = (pack: string) =>
    cases.reduce((sum, { content }) => sum + (content.pack === pack ? content.cases.length : 0), 0);
  const packs = list.packs.map((entry) =>
    documentPack(entry, fromMap(rules.packs, entry.pack).pack, countOf(entry.pack)),
  );
  return { ...list, packs, isWhole: names.length === 0 };
}

function documentPack(listed: ListedPack, pack: Pack, cases: number): DocumentedPack {
  return {
    ...listed,
    ...{ source: pack.source ?? {}, expires: pack.expires ?? null, cases },
    facts: Object.entries(pack.facts ?? {}).map(([name, text]) => ({ name, text })),
    conditions: Object.entries(pack.conditions ?? {}).map(([name, condition]) => ({
      name,
      text: conditionText(condition, Infinity),
    })),
    table: decisionTable(pack),
  };
}
