import type { JsonObject } from "../../engine/common/json.js";
import { fromRecord, must } from "../../engine/common/must.js";
import { documentError } from "../../engine/vllm/documents.js";
import type { Program } from "../../engine/workspace/load-program.js";
import { documentMaker } from "./documents.js";
import { canonical, differingAspects, observe, type Aspect } from "./observe.js";
import type { Pair } from "./pair.js";
import type { Random } from "./random.js";
import type { Release } from "./versions.js";
import { vocabularyOf } from "./vocabulary.js";

/** What is evaluated: the whole set, or one pack alone. */
export type Scope = { readonly pack?: string };

/** A document for which two versions differ. */
export interface Counterexample {
  readonly document: JsonObject;
  readonly target: string;
  readonly scope: Scope;
  readonly aspects: readonly Aspect[];
}

export interface Searched {
  /** The most telling first: one for each combination of release, scope and aspects. */
  readonly found: readonly Counterexample[];
  readonly evaluations: number;
}

export interface Budget {
  readonly documents: number;
  readonly milliseconds: number;
}

/**
 * Looks for documents for which the engine's evaluations of two versions differ: those of the pair, random ones, and
 * variations of those that made rules do something new.
 */
export function search(pair: Pair, releases: readonly Release[], budget: Budget, random: Random): Searched {
  const maker = documentMaker(vocabularyOf(pair.base, pair.head), random);
  const found = new Map<string, Counterexample>();
  const corpus: JsonObject[] = [];
  const seen = new Set<string>();
  const started = performance.now();
  let evaluations = 0;
  const scopes = scopesOf(pair);
  for (let count = 0; count < budget.documents; count++) {
    if (count % 32 === 0 && performance.now() - started > budget.milliseconds) break;
    const given = pair.documents?.[count];
    const document =
      given ?? (corpus.length > 4 && random.chance(0.6) ? maker.vary(random.pick(corpus)) : maker.make());
    const release = count < (pair.documents?.length ?? 0) ? undefined : random.pick(releases);
    for (const { target, base, head } of release === undefined ? releases : [release]) {
      for (const scope of scopes) {
        if (!isIn(scope, pair, base, head, document)) continue;
        const options = { ...scope, validate: false };
        const [one, other] = [base.run(document, options), head.run(document, options)];
        evaluations += 2;
        const told = [one.changes.map(({ path }) => path), one.logs.map(({ code }) => code)];
        const signature = [...told, one.error?.code, other.error?.code, other.changes.length].join("|");
        if (!seen.has(signature)) {
          seen.add(signature);
          if (corpus.length < 400) corpus.push(document);
        }
        const aspects = differingAspects(one, other);
        if (aspects.length === 0) continue;
        const key = canonical([target, scope, aspects]);
        if (found.has(key) || documentError(document) !== null) continue;
        found.set(key, { document, target, scope, aspects });
      }
    }
    if (found.size > 12) break;
  }
  const weight = ({ aspects }: Counterexample) => (aspects.every((aspect) => aspect === "ledger") ? 1 : 0);
  return { found: [...found.values()].sort((left, right) => weight(left) - weight(right)), evaluations };
}

/** The set, and each pack whose text differs. */
function scopesOf({ base, head }: Pair): readonly Scope[] {
  const changed = Object.keys(head).filter(
    (file) =>
      file.endsWith(".pack.json") && base[file] !== undefined && canonical(base[file]) !== canonical(head[file]),
  );
  return [{}, ...changed.map((file) => ({ pack: fromRecord(head, file).pack as string }))];
}

/** A pack alone is asked only about documents that it is for. */
function isIn({ pack }: Scope, pair: Pair, base: Program, head: Program, document: JsonObject): boolean {
  if (pack === undefined) return true;
  if (!base.linked.packs.has(pack) || !head.linked.packs.has(pack)) return false;
  const architecture = (document.model_config as JsonObject | null | undefined)?.architecture;
  return [pair.base, pair.head].every((files) => {
    const match = Object.values(files).find((content) => content.pack === pack && "rules" in content)?.match as
      | { architectures: readonly unknown[] }
      | undefined;
    return (
      match === undefined ||
      match.architectures.some((entry) => entry === architecture || (entry as JsonObject).architecture === architecture)
    );
  });
}

/** Whether a document, evaluated by the engine, differs; in which respects. */
export function compareAt(
  document: JsonObject,
  { target, scope }: Pick<Counterexample, "target" | "scope">,
  releases: readonly Release[],
): readonly Aspect[] {
  const release = releases.find((entry) => entry.target === target);
  if (release === undefined || documentError(document) !== null) return [];
  return differingAspects(release.base.run(document, scope), release.head.run(document, scope));
}

/** The observations of both sides, for a report. */
export function observedAt(
  document: JsonObject,
  { target, scope }: Pick<Counterexample, "target" | "scope">,
  releases: readonly Release[],
): { base: object; head: object } {
  const { base, head } = must(
    releases.find((entry) => entry.target === target),
    "the item looked for",
  );
  return { base: observe(base.run(document, scope)), head: observe(head.run(document, scope)) };
}
