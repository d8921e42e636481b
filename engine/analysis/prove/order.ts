import type { JsonObject } from "../../base/json.js";
import type { LinkedPacks } from "../../pack/link-packs.js";
import type { LinkedPack } from "../../pack/linked.js";
import { behaviorDiffers } from "../behavior.js";
import { compareUnordered } from "../diff/compare-results.js";
import { encodeProgram, evaluatorOf, termsBetween } from "../encode-program.js";
import type { Answer } from "../prover.js";
import type { SymbolicRun } from "../symbolic-run.js";
import type { Bool } from "../term.js";
import type { Terms } from "../terms.js";
import { doMeet, touchesOf, type Touches } from "../touches.js";
import { withRules } from "./rules.js";
import { ask, challenged, knownTo, stageName, toProof, type Proof, type Subject } from "./proof.js";

type Members = LinkedPacks["stages"] | LinkedPack["rules"];
type Encode = (members: Members) => SymbolicRun;

/** Which neighbours may be swapped: rules of a pack, or stages of the set. The order of logs is not looked at. */
export async function* proveOrder(subject: Subject): AsyncGenerator<Proof> {
  const { pack, linked, terms } = subject;
  const all: Members = pack === null ? linked.stages : pack.rules;
  const encode: Encode = (members) => (pack === null ? stages(terms, linked, members) : encodeProgram(terms, withMembers(subject, members), { pack: pack.name }));
  for (let index = 0; index + 1 < all.length; index++) {
    const names = pack === null ? linked.stages.slice(index, index + 2).map(stageName) : pack.rules.slice(index, index + 2).map(({ rule }) => rule.id);
    const isTold = tellsApart(subject, swap(all, index));
    const answer = challenged(subject, await whereSwapped(subject, all, index, encode, isTold), isTold);
    yield toProof(subject, answer, { what: "order", text: `${names.join(" and ")} may be swapped` }, "no");
  }
}

async function whereSwapped(subject: Subject, all: Members, index: number, encode: Encode, isTold: Told): Promise<Answer> {
  const { prover, terms, run } = subject;
  const both = all.slice(index, index + 2) as Members;
  const isApart = !doMeet(touched(subject, both[0]!), touched(subject, both[1]!));
  // Smaller questions first, of which one is mostly enough.
  if (isApart) {
    const wanted = clash(terms, all, index, encode);
    const known = knownTo(subject, wanted);
    const answer: Answer = known === undefined ? await prover.askAny(terms, run.given, wanted) : { kind: "document", document: known };
    // Two failures may be told alike.
    if (answer.kind !== "document" || isTold(answer.document)) return answer;
  }
  const changed = encode(swap(all, index));
  const wanted = behaviorDiffers(terms, { before: run, after: changed }, { logOrder: false });
  if (knownTo(subject, wanted) === undefined) {
    if (!isApart && subject.pack !== null && (await anywhereTheSame(subject, subject.pack, both))) return { kind: "never" };
    const start = all.slice(0, index + 2) as Members;
    if (start.length < all.length && (await leavesTheSame(subject, terms, encode(start), encode(swap(start, index))))) return { kind: "never" };
  }
  return ask(subject, wanted, isTold);
}

type Told = (document: JsonObject) => boolean;

/** Tells of documents whether the engine does otherwise with them where these run in place of what the subject is. */
function tellsApart(subject: Subject, members: Members): Told {
  const { run, linked, pack } = subject;
  const evaluate = pack === null ? evaluatorOf(linked, { stages: members as LinkedPacks["stages"] }) : evaluatorOf(withMembers(subject, members), { pack: pack.name });
  return (document) => compareUnordered(run.evaluate(document), evaluate(document)).length > 0;
}

/** Where one of two that do not touch what the other does fails, and the other fails as well or logs: only that tells their order. */
function clash(terms: Terms, all: Members, index: number, encode: Encode): Bool {
  const start = all.slice(0, index);
  const before = encode(start as Members);
  const [one, other] = [all[index]!, all[index + 1]!].map((member) => {
    const { failures, logs } = encode([...start, member] as Members);
    return { fails: terms.or(...failures.slice(before.failures.length).map(({ when }) => when)), logs: terms.or(...logs.slice(before.logs.length).map(({ when }) => when)) };
  }) as [{ fails: Bool; logs: Bool }, { fails: Bool; logs: Bool }];
  return terms.or(terms.and(one.fails, other.fails), terms.and(one.fails, other.logs), terms.and(one.logs, other.fails));
}

function touched({ linked }: Subject, member: Members[number]): Touches {
  if (!("kind" in member)) return touchesOf(linked, [member]);
  const rules = (member.kind === "pack" ? [member.pack] : [...new Set(member.packs.values())]).flatMap((name) => linked.packs.get(name)!.rules);
  return touchesOf(linked, rules, member.kind === "pack" ? member.when : null);
}

/** Whether two rules leave the same behind in either order, whatever came before. Packs that meet mostly do not. */
function anywhereTheSame(subject: Subject, pack: LinkedPack, both: Members): Promise<boolean> {
  const terms = termsBetween(subject.linked);
  if (!terms.isComplete) return Promise.resolve(false);
  const always = { kind: "pack", pack: pack.name, architectures: null, when: null } as const;
  const encode = (members: Members) => stages(terms, withMembers(subject, members), [always]);
  return leavesTheSame(subject, terms, encode(both), encode(swap(both, 0)));
}

async function leavesTheSame({ prover }: Subject, terms: Terms, run: SymbolicRun, changed: SymbolicRun): Promise<boolean> {
  return prover.isNever(terms, run.given, behaviorDiffers(terms, { before: run, after: changed }, { logOrder: false }));
}

const stages = (terms: Terms, linked: LinkedPacks, members: Members): SymbolicRun => encodeProgram(terms, linked, { stages: members as LinkedPacks["stages"] });
const withMembers = ({ linked, pack }: Subject, members: Members): LinkedPacks => withRules(linked, pack!, members as LinkedPack["rules"]);

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
