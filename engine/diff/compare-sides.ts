import type { Progress } from "../common/progress.js";
import { HelperThread } from "../common/helper-threads.js";
import { fromMap } from "../common/must.js";
import type { Answered } from "./answered.js";
import type { ComparedPack } from "./compare-rules.js";
import { shareOf, type Budget } from "../solver/budget.js";
import { solversTogether } from "../solver/solvers-together.js";
import type { RuleChoice } from "../workspace/choose-rules.js";
import type { Decide } from "./decision.js";
import { renamedCodes, type OldNames } from "./renamed-packs.js";
import type { Prover } from "../solver/prover.js";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import type { JsonObject } from "../common/json.js";
import type { Differed, DifferedPack } from "./differed.js";
import type { RuleSetVersion } from "../workspace/rule-set-version.js";
import type { LinkedPacks } from "../packs/linked.js";
import { targetText } from "../packs/target.js";
import { servingEngineOf } from "../resolve/serving-engines.js";
import type { ServingEngine } from "../serving/serving-engine.js";
import { byPlaces } from "./unproved-places.js";

export interface CompareSidesOptions {
  /** Folders and files of documents; empty without a fleet. */
  readonly fleet: readonly string[];
  /** Time limit of the analysis of all packs and releases, in seconds. */
  readonly seconds: number;
  /** Packs that have their new names in both versions. */
  readonly oldNames: OldNames;
  /** Answers from other releases. */
  readonly answered: Answered;
  /** Returns a solver, started on first use; its owner closes it. */
  openProver(): Promise<Prover>;
  /** From which helper threads can repeat the two versions; omitted if they cannot. */
  readonly repeatable?: RepeatableDiff | undefined;
  readonly show: Progress;
}

/** What decides both versions, as data. */
export interface RepeatableDiff {
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly choice: RuleChoice;
  readonly seconds: number;
}

/** From so many packs, a thread saves more time than it takes to start. */
const leastToShare = 8;

function refuseOtherEngine({ engine: one }: LinkedPacks, { engine: other }: LinkedPacks): void {
  if (one.name === other.name) return;
  const message = `the rules before are for ${one.title}, those after for ${other.title}`;
  throw new FettleError([diagnostic("usage", message, { hint: "compare rules for the same serving engine" })]);
}

/** Fraction of the time for the solver; searching for undecided differences needs the rest. */
const solving = 0.8;

/** Compares two loaded versions. The solver is started only if some text differs. @throws FettleError */
export async function compareSides(
  base: RuleSetVersion,
  head: RuleSetVersion,
  { fleet: places, seconds, oldNames, answered, openProver, repeatable, show }: CompareSidesOptions,
): Promise<Differed> {
  const [{ compareRules }, { differingPacks }] = await Promise.all([
    import("./compare-rules.js"),
    import("./differing-packs.js"),
  ]);
  const linked = { before: base.program.linked, after: head.program.linked };
  refuseOtherEngine(linked.before, linked.after);
  const differing = differingPacks(linked.before, linked.after, oldNames);
  const findings: Diagnostic[] = [];
  const fleet = places.length === 0 ? null : documentsOf(await servingEngineOf(linked.after.engine), places, findings);
  const isShared = repeatable !== undefined && fleet === null && differing.length >= leastToShare;
  const threads = isShared ? solversTogether() : 1;
  const helpers = Array.from(
    { length: threads - 1 },
    () => new HelperThread({ job: "diff", data: { ...repeatable, packs: Math.ceil(differing.length / threads) } }),
  );
  const prover = differing.length === 0 ? null : await openProver();
  const deciding =
    prover === null
      ? { decide: async function* () {} }
      : await deciderOf(prover, linked, seconds, Math.ceil(differing.length / threads), answered);
  const compared = await compareRules(base.program, head.program, {
    ...deciding,
    ...{ fleet, oldNames, helpers, show },
  }).finally(() => Promise.all(helpers.map((helper) => helper.close())));
  return {
    base: { name: base.name, target: targetText(base.program.linked.target) },
    head: { name: head.name, target: targetText(head.program.linked.target) },
    isEveryRelease: false,
    alsoAt: [],
    packs: compared.packs.map((pack) => tellPack(pack, linked.after)),
    fleet:
      compared.fleet === null
        ? null
        : {
            places,
            documents: compared.fleet.documents,
            touched: compared.fleet.touched.map(({ name, differences }) => ({ name, differences })),
            findings,
          },
  };
}

/** Decides the differences of as many packs, with what is left of the solver's budget. */
export async function deciderOf(
  prover: Prover,
  linked: { readonly before: LinkedPacks; readonly after: LinkedPacks },
  seconds: number,
  packs: number,
  answered: Answered,
): Promise<{ readonly decide: Decide; readonly budget: Budget }> {
  const { decideWith } = await import("./decide.js");
  const within = prover.within(shareOf(prover.budget, solving));
  return { decide: decideWith(within, linked, seconds, packs, answered), budget: prover.budget };
}

async function* documentsOf(
  engine: ServingEngine,
  places: readonly string[],
  findings: Diagnostic[],
): AsyncGenerator<{ readonly name: string; readonly document: JsonObject }> {
  for await (const entry of engine.readDocuments(places)) {
    if (entry.kind === "document") yield entry;
    else findings.push(...entry.findings);
  }
}

function tellPack({ unproved, ...pack }: ComparedPack, after: LinkedPacks): DifferedPack {
  const codes = pack.was === null ? [] : renamedCodes(pack.was, fromMap(after.packs, pack.pack));
  const isSame = pack.verdict === "same" || pack.verdict === "same-apart-from-ledger";
  return {
    ...pack,
    codes,
    verdict: isSame && codes.length > 0 ? "same-apart-from-codes" : pack.verdict,
    effects: pack.effects.map((effect) => ({ ...effect, at: [] })),
    unproved: byPlaces(
      unproved.map(({ aspect, reason, file, line }) => ({
        aspects: aspect === null ? [] : [aspect],
        reason,
        file,
        line,
      })),
    ),
  };
}
