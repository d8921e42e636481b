import { differs, listAspects, resultsDiffer } from "../difference.js";
import { encodeProgram } from "../encode-program.js";
import type { SymbolicRun } from "../symbolic-run.js";
import { withRules } from "./rules.js";
import { ask, toProof, type Proof, type Subject } from "./proof.js";

/** Which neighbours may be swapped: rules of a pack, or stages of the set. The order of logs is not looked at. */
export async function* proveOrder(subject: Subject): AsyncGenerator<Proof> {
  const { pack, linked, terms, run } = subject;
  const { stages } = linked;
  const count = pack === null ? stages.length : pack.rules.length;
  for (let index = 0; index + 1 < count; index++) {
    const changed =
      pack === null
        ? encodeProgram(terms, linked, { stages: swap(stages, index) })
        : encodeProgram(terms, withRules(linked, pack, swap(pack.rules, index)), { pack: pack.name });
    const names = pack === null ? [stageName(subject, index), stageName(subject, index + 1)] : [pack.rules[index]!.rule.id, pack.rules[index + 1]!.rule.id];
    yield await proveSwap(subject, run, changed, names as [string, string]);
  }
}

async function proveSwap(subject: Subject, run: SymbolicRun, changed: SymbolicRun, [first, second]: [string, string]): Promise<Proof> {
  const aspects = listAspects(run, changed).filter(({ kind }) => kind !== "log-order");
  const wanted = subject.terms.or(...aspects.map((aspect) => differs(subject.terms, run, changed, aspect)));
  const answer = await ask(subject, wanted, (document) => {
    const [before, after] = [run.evaluate(document), changed.evaluate(document)];
    return aspects.some((aspect) => resultsDiffer(before, after, aspect));
  });
  return toProof(subject, answer, { what: "order", text: `${first} and ${second} may be swapped` }, "no");
}

function swap<Item>(items: readonly Item[], index: number): readonly Item[] {
  return [...items.slice(0, index), items[index + 1]!, items[index]!, ...items.slice(index + 2)];
}

function stageName({ linked }: Subject, index: number): string {
  const stage = linked.stages[index]!;
  if (stage.kind === "pack") return stage.pack;
  return `the packs of stage ${index + 1} (${[...new Set(stage.packs.values())].join(", ")})`;
}

/** Which rules write the same field in one evaluation; of a set, which rules of different packs. */
export async function* proveSameField(subject: Subject): AsyncGenerator<Proof> {
  const { run, terms, pack } = subject;
  const pairs = run.rules.flatMap((one, index) => run.rules.slice(index + 1).flatMap((other) => {
    const isWanted = one.id !== other.id && (pack !== null || one.pack !== other.pack);
    return isWanted ? sharedWrites(one, other) : [];
  }));
  for (const { path, wanted, both: rules } of pairs) {
    const both = terms.and(...wanted);
    if (both === terms.no) continue;
    const answer = await ask(subject, both, (document) => {
      const fired = run.evaluate(document, { trace: true }).trace!.filter((entry) => entry.fired).map(({ rule }) => rule);
      return rules.every(({ id }) => fired.includes(id));
    });
    const names = rules.map(({ id, rule }) => (pack === null ? id : rule.rule.id));
    if (answer.kind === "document") yield toProof(subject, answer, { what: "same-field", text: `${names.join(" and ")} can both write ${path}` }, "yes");
  }
}

function sharedWrites(one: SymbolicRun["rules"][number], other: SymbolicRun["rules"][number]) {
  return one.writes.flatMap(({ path, when }) => {
    const meets = other.writes.find((write) => write.path === path);
    return meets === undefined ? [] : [{ path, wanted: [when, meets.when], both: [one, other] }];
  });
}
