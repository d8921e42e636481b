import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import type { Aspect } from "../solver/encode/behavior.js";
import type { Asking } from "./answers.js";
import type { Decision } from "./decision.js";
import type { Sameness } from "./same-part.js";
import { aspectKey, differencesOf } from "./behavior-of-versions.js";

/** An event while answering a question: an aspect that was already shown, or a decision. */
type Event =
  | { readonly kind: "asked"; readonly aspect: Aspect; readonly isShown: boolean }
  | { readonly kind: "decided"; readonly decision: Decision };

interface Answer {
  readonly events: readonly Event[];
  readonly outcome: unknown;
}

/**
 * Memoizes answers for other releases of the same comparison.
 *
 * Lemma: an answer depends only on the linked packs and stages in question, and on the aspects that are already shown
 * and need not be asked. A release enters only through those, so if a key names all of them, equal keys have equal
 * answers. A witness was confirmed in the whole set of its own release; it is confirmed again, and if that fails, the
 * question is asked again.
 */
export class Answered {
  readonly #answers = new Map<string, Promise<Answer | null>>();
  readonly #sameness = new Map<string, Promise<Sameness>>();
  readonly #numbers = new WeakMap<LinkedPack, number>();
  #count = 0;

  /** Key of a question about linked packs and their stages; packs are compared by identity. */
  keyOf(what: readonly unknown[], ...sides: readonly LinkedPacks[]): string {
    const named = sides.map(({ packs, stages }) => [
      [...packs.values()].map((pack) => this.#numberOf(pack)),
      stages.map((stage) =>
        stage.kind === "dispatch"
          ? [...stage.packs]
          : { ...stage, architectures: stage.architectures === null ? null : [...stage.architectures] },
      ),
    ]);
    return JSON.stringify([what, named]);
  }

  #numberOf(pack: LinkedPack): number {
    const known = this.#numbers.get(pack);
    if (known !== undefined) return known;
    this.#numbers.set(pack, this.#count);
    return this.#count++;
  }

  /** What both versions of a pack have in common in every state, memoized by key. */
  async sameness(key: string, find: () => Promise<Sameness>): Promise<Sameness> {
    const known = this.#sameness.get(key) ?? find();
    this.#sameness.set(key, known);
    return known;
  }

  /** The decisions of `ask`, memoized by key; outcomes are immutable. */
  async *once<Outcome>(
    key: string,
    asking: Asking,
    ask: (asking: Asking) => AsyncGenerator<Decision, Outcome>,
  ): AsyncGenerator<Decision, Outcome> {
    const known = await this.#answers.get(key);
    if (known != null && (yield* again(known.events, asking))) return known.outcome as Outcome;
    let settle: (answer: Answer | null) => void = () => {};
    this.#answers.set(key, new Promise((resolve) => (settle = resolve)));
    let answer: Answer | null = null;
    try {
      const events: Event[] = [];
      const isShown = (aspect: Aspect): boolean => {
        const found = asking.isShown(aspect);
        events.push({ kind: "asked", aspect, isShown: found });
        return found;
      };
      const decisions = ask({ ...asking, isShown });
      let next = await decisions.next();
      for (; next.done !== true; next = await decisions.next()) {
        events.push({ kind: "decided", decision: next.value });
        yield next.value;
      }
      answer = { events, outcome: next.value };
      return next.value;
    } finally {
      settle(answer);
    }
  }
}

/** Replays decisions as far as they are valid here; returns whether all are. */
function* again(events: readonly Event[], { isShown, versions }: Asking): Generator<Decision, boolean> {
  for (const event of events) {
    if (event.kind === "asked") {
      if (isShown(event.aspect) !== event.isShown) return false;
    } else {
      const { decision } = event;
      if (decision.kind === "different") {
        const key = aspectKey(decision.aspect);
        if (!differencesOf(decision.document, versions).some((entry) => aspectKey(entry) === key)) return false;
      }
      yield decision;
    }
  }
  return true;
}
