import type { JsonObject } from "../common/json.js";
import type { ResultDifference } from "../solver/compare-results.js";
import { compareResults } from "../solver/compare-results.js";
import { aspectKey, type Versions } from "./behavior-of-versions.js";

export interface TouchedDocument {
  readonly name: string;
  readonly differences: readonly ResultDifference[];
  /** The packs with a rule reached in either version. */
  readonly packs: ReadonlySet<string>;
}

export interface FleetComparison {
  readonly documents: number;
  readonly touched: readonly TouchedDocument[];
  /** The first document that shows each difference of a pack, by `pack kind name`. */
  readonly samples: ReadonlyMap<string, JsonObject>;
}

/** Evaluates documents in both versions. */
export async function compareFleet(
  fleet: AsyncIterable<{ readonly name: string; readonly document: JsonObject }>,
  versions: Versions,
  show: (documents: number) => void,
): Promise<FleetComparison> {
  const touched: TouchedDocument[] = [];
  const samples = new Map<string, JsonObject>();
  let documents = 0;
  for await (const { name, document } of fleet) {
    show(++documents);
    const [before, after] = [
      versions.run("before", document, { trace: true }),
      versions.run("after", document, { trace: true }),
    ];
    const differences = compareResults(before, after, versions.after.engine.alias);
    if (differences.length === 0) continue;
    const packs = new Set(
      [...(before.trace ?? []), ...(after.trace ?? [])].map(({ rule }) => rule.slice(0, rule.lastIndexOf("/"))),
    );
    touched.push({ name, differences, packs });
    for (const pack of packs) {
      for (const key of differences.map((entry) => `${pack} ${aspectKey(entry)}`))
        if (!samples.has(key)) samples.set(key, document);
    }
  }
  return { documents, touched, samples };
}
