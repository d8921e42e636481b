import { once } from "../common/memoize.js";
import { fromMap, must } from "../common/must.js";
import type { JsonObject } from "../common/json.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import { reachablePacks } from "../packs/reachable-packs.js";
import { behaviorDiffers } from "../solver/encode/behavior.js";
import { encodeProgram } from "../solver/encode/encode-program.js";
import type { SymbolicRun } from "../solver/encode/symbolic-run.js";
import { doMeet, touchesOf, type Touches } from "../solver/encode/touches.js";
import { bound, type Answer, type Prover } from "../solver/prover.js";
import type { Bool } from "../solver/term.js";
import { termsBetween, termsFor } from "../solver/terms-for.js";
import type { Terms } from "../solver/terms.js";
import { ask, knownTo, type Subject } from "./proof.js";
import { withRules } from "./rules.js";

export type Members = LinkedPacks["stages"] | LinkedPack["rules"];

/** State after the members before a pair. */
export interface Before {
  /** Undefined at the start. */
  readonly run: SymbolicRun | undefined;
  /** Where none of them fails. */
  readonly ok: Bool;
}

export type Told = (document: JsonObject) => boolean;

/** A question about two neighbors. */
export interface OrderQuestion {
  /** Part of the remaining time that it may take. */
  readonly share: number;
  /** What it decides; if nothing, null or the reason. */
  ask(prover: Prover): Promise<Answer | null>;
}

/** Questions about two rules alone: whether any state tells their order, and whether a document does. */
export function questionsAlone(subject: Subject, both: Members, isTold: Told): readonly OrderQuestion[] {
  const { prover, pack } = subject;
  if (pack === null) return [];
  const differsFrom = difference(subject, both);
  const alone = reachablePacks(withRules(subject.linked, pack, both as LinkedPack["rules"]), [pack.name]);
  const anywhere = bound(prover, termsBetween([subject.linked], alone));
  const inAnyState = once(() => [startOf(subject, anywhere), differsFrom(subject, anywhere, both, undefined)]);
  const atStart = once(() => {
    const terms = bound(prover, termsFor(alone));
    const { given } = encodeProgram(terms, alone, { pack: pack.name });
    return { terms, asked: [given, differsFrom(subject, terms, both, undefined)] };
  });
  return [
    {
      share: 0.4,
      async ask(limited) {
        if (!anywhere.isComplete) return null;
        const asked = inAnyState();
        return (await inTime(limited, prover, anywhere, () => limited.isNever(anywhere, ...asked)))
          ? { kind: "never" }
          : null;
      },
    },
    {
      share: 0.4,
      async ask(limited) {
        const { terms, asked } = atStart();
        const answer = await inTime(limited, prover, terms, () => limited.askAny(terms, ...asked));
        return answer.kind === "document" && isTold(answer.document) ? answer : null;
      },
    },
  ];
}

/** Whether a document tells the order of two neighbors after all that come before them. */
export function questionAfter(subject: Subject, both: Members, before: Before, isTold: Told): OrderQuestion {
  const { prover, terms, run } = subject;
  const wanted = once(() => terms.and(before.ok, difference(subject, both)(subject, terms, both, before.run)));
  return {
    share: 1,
    async ask(limited) {
      const asked = wanted();
      const known = knownTo(subject, asked);
      const answer: Answer =
        known === undefined
          ? await inTime(limited, prover, terms, () => limited.askAny(terms, run.given, asked))
          : { kind: "document", document: known };
      return answer.kind === "never" || (answer.kind === "document" && isTold(answer.document)) ? answer : null;
    },
  };
}

/** Whether a document tells the order of two neighbors after all members: those that follow may mask the difference. */
export function questionOfAll(subject: Subject, swapped: Members, isTold: Told): OrderQuestion {
  const { prover, terms, run } = subject;
  const differing = once(() =>
    behaviorDiffers(terms, { before: run, after: encode(subject, terms, swapped) }, { logOrder: false }),
  );
  return {
    share: 1,
    async ask(limited) {
      const asked = differing();
      return inTime(limited, prover, terms, () => ask({ ...subject, prover: limited }, asked, isTold));
    },
  };
}

/** Asks within the limits of one prover about formulas that were made within those of another. */
async function inTime<Result>(
  limited: Prover,
  usual: Prover,
  terms: Terms,
  ask: () => Promise<Result>,
): Promise<Result> {
  bound(limited, terms);
  try {
    return await ask();
  } finally {
    bound(usual, terms);
  }
}

/** What tells the order of two neighbors apart. */
function difference(subject: Subject, both: Members): typeof differs {
  const [one, other] = both.map((member) => touched(subject, member)) as [Touches, Touches];
  return doMeet(one, other, subject.linked.engine.alias) ? differs : clash;
}

/** Where two neighbors lead to different states in the other order. */
function differs(subject: Subject, terms: Terms, both: Members, from: SymbolicRun | undefined): Bool {
  const [one, other] = [both, swap(both, 0)].map((members) => encode(subject, terms, members, from)) as [
    SymbolicRun,
    SymbolicRun,
  ];
  return behaviorDiffers(terms, { before: one, after: other }, { logOrder: false });
}

/**
 * Where one of two independent neighbors fails, and the other also fails or logs: only then is their order observable.
 */
function clash(subject: Subject, terms: Terms, both: Members, from: SymbolicRun | undefined): Bool {
  const [one, other] = both.map((member) => {
    const { failures, logs } = encode(subject, terms, [member] as Members, from);
    return { fails: terms.or(...failures.map(({ when }) => when)), logs: terms.or(...logs.map(({ when }) => when)) };
  }) as [{ fails: Bool; logs: Bool }, { fails: Bool; logs: Bool }];
  return terms.or(
    terms.and(one.fails, other.fails),
    terms.and(one.fails, other.logs),
    terms.and(one.logs, other.fails),
  );
}

function touched({ linked }: Subject, member: Members[number]): Touches {
  if (!("kind" in member)) return touchesOf(linked, [member]);
  const rules = (member.kind === "pack" ? [member.pack] : [...new Set(member.packs.values())]).flatMap(
    (name) => fromMap(linked.packs, name).rules,
  );
  return touchesOf(linked, rules, member.kind === "pack" ? member.when : null);
}

/** Encodes these members alone, from the start or from the final state of another run. */
export function encode(subject: Subject, terms: Terms, members: Members, from?: SymbolicRun): SymbolicRun {
  const { pack, linked } = subject;
  const always = pack === null ? [] : [{ kind: "pack", pack: pack.name, architectures: null, when: null } as const];
  return pack === null
    ? encodeProgram(terms, linked, { stages: members as LinkedPacks["stages"] }, from)
    : encodeProgram(terms, withMembers(subject, members), { stages: always }, from);
}

/** The invariant of all evaluation states. */
const startOf = (subject: Subject, terms: Terms): Bool => encode(subject, terms, [] as Members).given;

export const withMembers = ({ linked, pack }: Subject, members: Members): LinkedPacks =>
  withRules(linked, must(pack, "the pack"), members as LinkedPack["rules"]);

export function swap<Items extends readonly unknown[]>(items: Items, index: number): Items {
  return [...items.slice(0, index), items[index + 1], items[index], ...items.slice(index + 2)] as unknown as Items;
}
