import type { LinkedPacks } from "../../pack/link-packs.js";
import type { LinkedPack } from "../../pack/linked.js";
import { differs, listAspects, resultsDiffer } from "../difference.js";
import { encodeProgram, termsBetween } from "../encode-program.js";
import { alike } from "../equality.js";
import type { Answer } from "../prover.js";
import type { SymbolicRun } from "../symbolic-run.js";
import type { Terms } from "../terms.js";
import { withRules } from "./rules.js";
import { ask, knownTo, stageName, toProof, type Proof, type Subject } from "./proof.js";

type Members = LinkedPacks["stages"] | LinkedPack["rules"];

/** Which neighbours may be swapped: rules of a pack, or stages of the set. The order of logs is not looked at. */
export async function* proveOrder(subject: Subject): AsyncGenerator<Proof> {
  const { pack, linked, terms } = subject;
  const all: Members = pack === null ? linked.stages : pack.rules;
  const encode = (members: Members) => (pack === null ? stages(terms, linked, members) : encodeProgram(terms, withMembers(subject, members), { pack: pack.name }));
  for (let index = 0; index + 1 < all.length; index++) {
    const names = pack === null ? linked.stages.slice(index, index + 2).map(stageName) : pack.rules.slice(index, index + 2).map(({ rule }) => rule.id);
    const text = `${names.join(" and ")} may be swapped`;
    yield toProof(subject, await whereSwapped(subject, encode(swap(all, index)), () => mayBeSwapped(subject, all, index, encode)), { what: "order", text }, "no");
  }
}

/** Where both orders leave the same behind, so does all that comes after: smaller questions, of which one is mostly enough. */
async function mayBeSwapped(subject: Subject, all: Members, index: number, encode: (members: Members) => SymbolicRun): Promise<boolean> {
  const start = all.slice(0, index + 2) as Members;
  return (await anywhereTheSame(subject, start.slice(index) as Members)) || leavesTheSame(subject, subject.terms, encode(start), encode(swap(start, index)));
}

/** Whether two of them leave the same behind in either order, whatever came before. */
function anywhereTheSame(subject: Subject, both: Members): Promise<boolean> {
  const { pack, linked } = subject;
  const terms = termsBetween(linked);
  const always = { kind: "pack", pack: pack?.name ?? "", architectures: null, when: null } as const;
  const encode = (members: Members) => (pack === null ? stages(terms, linked, members) : stages(terms, withMembers(subject, members), [always]));
  return leavesTheSame(subject, terms, encode(both), encode(swap(both, 0)));
}

async function leavesTheSame({ prover }: Subject, terms: Terms, run: SymbolicRun, changed: SymbolicRun): Promise<boolean> {
  const isSharedElse = terms.and(run.ok, changed.ok, terms.not(alike(terms, run.shared, changed.shared)));
  return prover.isNever(terms, run.given, terms.or(isSharedElse, ...differencesOf(run, changed).map((aspect) => differs(terms, run, changed, aspect))));
}

const stages = (terms: Terms, linked: LinkedPacks, members: Members): SymbolicRun => encodeProgram(terms, linked, { stages: members as LinkedPacks["stages"] });
const withMembers = ({ linked, pack }: Subject, members: Members): LinkedPacks => withRules(linked, pack!, members as LinkedPack["rules"]);

async function whereSwapped(subject: Subject, changed: SymbolicRun, isNever: () => Promise<boolean>): Promise<Answer> {
  const { terms, run } = subject;
  const aspects = differencesOf(run, changed);
  const wanted = terms.or(...aspects.map((aspect) => differs(terms, run, changed, aspect)));
  if (knownTo(subject, wanted) === undefined && (await isNever())) return { kind: "never" };
  return ask(subject, wanted, (document) => {
    const [before, after] = [run.evaluate(document), changed.evaluate(document)];
    return aspects.some((aspect) => resultsDiffer(before, after, aspect));
  });
}

const differencesOf = (run: SymbolicRun, changed: SymbolicRun) => listAspects(run, changed).filter(({ kind }) => kind !== "log-order");

function swap<Items extends readonly unknown[]>(items: Items, index: number): Items {
  return [...items.slice(0, index), items[index + 1]!, items[index]!, ...items.slice(index + 2)] as unknown as Items;
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
