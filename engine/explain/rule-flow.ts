import { kindOf } from "../language/actions/index.js";
import { valueReads } from "../language/value-reads.js";
import type { ValueNode } from "../language/node.js";
import { comparisonsOf } from "../language/walk.js";
import type { LinkedPack, LinkedRule } from "../packs/linked.js";

/** Read and write set of a rule: dotted paths without duplicates, in source order. */
export interface RuleFlow {
  /** The id inside the pack. */
  readonly id: string;
  readonly line: number | null;
  /** A path includes everything below it; `document` is the whole document. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Packs that it includes; their reads and writes are part of its own. */
  readonly includes: readonly string[];
  /** Codes of failures with which it may stop the evaluation. */
  readonly fails: readonly string[];
}

/** Computes the read and write sets of a pack's rules, in order. */
export function ruleFlow(pack: LinkedPack, packs: ReadonlyMap<string, LinkedPack>): readonly RuleFlow[] {
  return pack.rules.map((rule) => {
    const { reads, writes, includes, fails } = flowOf(rule, packs);
    return {
      id: rule.rule.id,
      line: pack.source.locate(rule.at)?.line ?? null,
      reads: unique(reads),
      writes: unique(writes),
      includes: unique(includes),
      fails: unique(fails),
    };
  });
}

type Flow = Record<"reads" | "writes" | "includes" | "fails", readonly string[]>;

function flowOf({ when, then }: LinkedRule, packs: ReadonlyMap<string, LinkedPack>): Flow {
  const compared = when === null ? [] : comparisonsOf(when).flatMap(({ fact, value }) => [fact, value]);
  const includes = then.flatMap((action) => kindOf(action).includes(action) ?? []);
  const inside = includes.flatMap((name) => packs.get(name)?.rules ?? []).map((rule) => flowOf(rule, packs));
  const within = (key: keyof Flow) => inside.flatMap((flow) => flow[key]);
  return {
    reads: [
      ...[...compared, ...then.flatMap((action) => kindOf(action).reads(action))].flatMap(pathsOf),
      ...within("reads"),
    ],
    writes: [...then.flatMap((action) => kindOf(action).writes(action)?.join(".") ?? []), ...within("writes")],
    includes: [...includes, ...within("includes")],
    fails: [...then.flatMap((action) => (action.kind === "fail" ? [action.code] : [])), ...within("fails")],
  };
}

function pathsOf(value: ValueNode): readonly string[] {
  return valueReads(value).map((path) => (path.length === 0 ? "document" : path.join(".")));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
