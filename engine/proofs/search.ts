import type { JsonObject } from "../common/json.js";
import { must } from "../common/must.js";
import type { LinkedPacks } from "../packs/linked.js";
import { aimAt, type Aimer } from "../solver/challenge/aimed-documents.js";
import { challenge, type Limits } from "../solver/challenge/challenge.js";
import type { SymbolicRun } from "../solver/encode/symbolic-run.js";
import { evaluateIn } from "../solver/evaluate-term.js";
import type { Seen, Shows, Subject } from "./proof.js";

/** Limits for generating samples; documents that the subject is not for are discarded. */
const sampled = { documents: 300 };
const aimed = { documents: 60 };
/** Where the solver gave up. */
const late = { documents: 3000, milliseconds: 1500 };

/** Documents for a subject, generated on first use, and what the engine does with them. */
export function searchOf(
  { terms, run, known }: Pick<Subject, "terms" | "run" | "known">,
  linked: LinkedPacks,
  packs: readonly string[],
): Pick<Subject, "first" | "firing" | "seen"> {
  let aimer: Aimer | undefined;
  let samples: readonly JsonObject[] | undefined;
  const start = () => (aimer ??= aimAt([linked], new Set(packs), 1));
  const take = (documents: Iterable<JsonObject>, limits: Limits): readonly JsonObject[] => {
    const found: JsonObject[] = [];
    const keep = (document: JsonObject) => {
      if (evaluateIn(terms, document).truth(run.given)) found.push(document);
      return false;
    };
    challenge(documents, keep, limits);
    return found;
  };
  const own = known.filter(({ evaluation }) => evaluation.truth(run.given)).map(({ document }) => document);
  const seen = new WeakMap<JsonObject, Seen>();
  const firsts = new WeakMap<Shows, { readonly document: JsonObject | null }>();
  return {
    firing: (rules, { filled, isLate = false } = {}) =>
      take(start().firing(new Set(rules), filled), isLate ? late : aimed),
    first(shows) {
      const tried = firsts.get(shows);
      if (tried !== undefined) return tried.document;
      samples ??= take(start().documents(), sampled);
      const document = own.find(shows) ?? samples.find(shows) ?? null;
      firsts.set(shows, { document });
      return document;
    },
    seen(document) {
      const found = seen.get(document) ?? see(run, document);
      seen.set(document, found);
      return found;
    },
  };
}

function see(run: SymbolicRun, document: JsonObject): Seen {
  const { trace, ...result } = run.evaluate(document, { trace: true });
  const fired = must(trace, "the trace").filter((entry) => entry.fired);
  return { result, fired: new Set(fired.map(({ rule }) => rule)) };
}
