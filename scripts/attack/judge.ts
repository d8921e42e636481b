import { FettleError } from "../../engine/common/diagnostic.js";
import type { JsonObject } from "../../engine/common/json.js";
import { sayShared } from "./observe.js";
import { search, observedAt, type Budget, type Counterexample } from "./oracle.js";
import type { Pair } from "./pair.js";
import type { Random } from "./random.js";
import { coverOf, verdictOf, type Verdict } from "./verdict.js";
import { NotLoaded, releasesOf, sideOf } from "./versions.js";
import { wrongWitnesses } from "./witness.js";

export type Fault =
  | "false-proof"
  | "false-proof-of-ledger"
  | "wrong-witness"
  | "crash"
  | "slow"
  | "alone"
  | "expectation"
  | "missed-aspect";

export interface Finding {
  readonly fault: Fault;
  readonly text: string;
  readonly document?: JsonObject;
  readonly counterexample?: Counterexample;
  readonly observed?: { base: object; head: object };
}

export interface Judged {
  readonly searchSeconds: number;
  readonly verdict: Verdict["overall"] | "crash" | "not-asked";
  readonly seconds: number;
  readonly evaluations: number;
  /** The most telling difference that the oracle found. */
  readonly shown: Counterexample | null;
  readonly undecided: readonly string[];
  readonly findings: readonly Finding[];
}

export interface JudgeOptions {
  /** What `--time` would be. */
  readonly seconds: number;
  readonly budget: Budget;
  /** Compare only where the oracle finds a difference: what is left can be a false proof, and takes the least time. */
  readonly isHunt?: boolean;
}

/** How far over `--time` a comparison may go. */
const grace = 5;

/** The verdict for a pair, held against the oracle. @throws NotLoaded */
export async function judge(pair: Pair, options: JudgeOptions, random: Random): Promise<Judged> {
  const [base, head] = [await sideOf("base", pair.set, pair.base), await sideOf("head", pair.set, pair.head)];
  const findings: Finding[] = [];
  const releases = await releasesOf(pair, base, head);
  const searching = performance.now();
  const { found, evaluations } = search(pair, releases, options.budget, random);
  const searchSeconds = (performance.now() - searching) / 1000;
  if (options.isHunt === true && found.length === 0)
    return {
      verdict: "not-asked",
      seconds: 0,
      searchSeconds,
      evaluations,
      shown: null,
      undecided: [],
      findings: unexpected(pair, found),
    };
  let verdict: Verdict | null = null;
  const started = performance.now();
  try {
    verdict = await verdictOf(base, head, options.seconds);
  } catch (error) {
    // An edit that some release's documents do not fit is a user's mistake, which the command tells.
    if (error instanceof FettleError) throw new NotLoaded(error.message);
    findings.push({ fault: "crash", text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  const seconds = (performance.now() - started) / 1000;
  const tried = Math.max(1, (verdict?.differed.packs.length ?? 1) * (1 + (verdict?.differed.alsoAt.length ?? 0)));
  if (seconds > options.seconds + grace)
    findings.push({
      fault: "slow",
      text: `${seconds.toFixed(1)} s with --time ${options.seconds}, for ${tried} packs and releases`,
    });
  if (verdict !== null) {
    for (const { document, why } of wrongWitnesses(verdict, releases))
      findings.push({ fault: "wrong-witness", text: why, document: sayShared(document) });
    for (const counterexample of found)
      findings.push(
        ...falseProof(verdict, counterexample).map((finding) => ({
          ...finding,
          observed: observedAt(counterexample.document, counterexample, releases),
        })),
      );
  }
  findings.push(...unexpected(pair, found));
  const undecided =
    verdict === null
      ? []
      : verdict.differed.packs.flatMap((pack) =>
          pack.verdict === "not-proved" ? pack.unproved.map(({ reason }) => reason) : [],
        );
  return {
    searchSeconds,
    verdict: verdict?.overall ?? "crash",
    seconds,
    evaluations,
    shown: found[0] ?? null,
    undecided,
    findings: firstOfEach(findings),
  };
}

function falseProof(verdict: Verdict, counterexample: Counterexample): Finding[] {
  const { document, aspects, scope, target } = counterexample;
  const said = coverOf(verdict, scope.pack);
  if (said === "differs" || said === "not-proved") return [];
  const isLedgerOnly = aspects.every((aspect) => aspect === "ledger");
  if (isLedgerOnly && said !== "same") return [];
  // A pack that the set never comes to with such a document may differ when it is run alone: no verdict covers that.
  const fault = scope.pack !== undefined ? "alone" : isLedgerOnly ? "false-proof-of-ledger" : "false-proof";
  const where = `${scope.pack ?? "the set"} at ${target}`;
  return [
    {
      fault,
      text: `said "${said}" for ${where}; differs in ${aspects.join(", ")}`,
      document: sayShared(document),
      counterexample,
    },
  ];
}

/** What the author of a pair was sure of. */
function unexpected({ expected }: Pair, all: readonly Counterexample[]): Finding[] {
  const found = all.filter(({ scope }) => scope.pack === undefined);
  const behavior = found.find(({ aspects }) => aspects.some((aspect) => aspect !== "ledger"));
  if (expected === "different" && behavior === undefined)
    return [{ fault: "expectation", text: "expected a difference, and the oracle found none" }];
  const first = expected === "same" ? found[0] : expected === "ledger" ? behavior : undefined;
  return first === undefined
    ? []
    : [
        {
          fault: "expectation",
          text: `expected "${expected}", and ${first.aspects.join(", ")} differ`,
          document: sayShared(first.document),
        },
      ];
}

function firstOfEach(findings: readonly Finding[]): readonly Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) if (!first.has(finding.fault)) first.set(finding.fault, finding);
  return [...first.values()];
}
