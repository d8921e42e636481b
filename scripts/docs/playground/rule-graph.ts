// The rules that fired, in order, with their data flow.
import type { Evaluated } from "../../../engine/explain/evaluated.js";
import { ruleFlow } from "../../../engine/explain/rule-flow.js";
import { overlaps } from "../../../engine/common/path.js";

export interface RuleGraph {
  /** Full ids of rules, in the order in which they first fired. */
  readonly rules: readonly string[];
  readonly edges: readonly RuleEdge[];
  /** Rules for every model that share no value with another rule that fired; not among `rules`. */
  readonly unlinked: readonly string[];
}

export interface RuleEdge {
  /** Indices into `rules`; the later rule reads a value that the earlier one wrote. */
  readonly from: number;
  readonly to: number;
  readonly fields: readonly string[];
}

export function ruleGraph({ result, trace, rules }: Evaluated): RuleGraph {
  const wrote = new Map<string, string[]>();
  for (const { rule, path } of result.changes) wrote.set(rule, [...(wrote.get(rule) ?? []), path]);
  const reads = new Map<string, readonly string[]>(
    [...rules.packs.values()].flatMap((pack) =>
      ruleFlow(pack, rules.packs).map((flow) => [`${pack.name}/${flow.id}`, flow.reads] as const),
    ),
  );
  const fired = [...new Set(trace.filter((entry) => entry.fired).map(({ rule }) => rule))].filter((id) =>
    wrote.has(id),
  );
  const edges = fired.flatMap((reader, to) =>
    fired.slice(0, to).flatMap((writer, from): RuleEdge[] => {
      const fields = [...new Set(wrote.get(writer))].filter((path) =>
        (reads.get(reader) ?? []).some((read) => overlaps(read.split("."), path.split("."))),
      );
      return fields.length === 0 ? [] : [{ from, to, fields }];
    }),
  );
  const isLinked = (index: number) => edges.some(({ from, to }) => from === index || to === index);
  const shown = fired.filter((rule, index) => isLinked(index) || !rule.startsWith("core/"));
  const at = (index: number) => shown.indexOf(fired[index] ?? "");
  return {
    rules: shown,
    edges: edges.map(({ from, to, fields }) => ({ from: at(from), to: at(to), fields })),
    unlinked: fired.filter((rule) => !shown.includes(rule)),
  };
}
