import type { JsonObject } from "../base/json.js";
import { compareBehaviour } from "../analysis/compare-behaviour.js";
import type { Prover } from "../analysis/prover.js";
import type { MissingCase } from "../cases/generated-cases.js";
import { runMutants, type Survivor, type TargetCases } from "../cases/mutants/run-mutants.js";
import type { Result } from "../generated/result.js";
import type { Fields } from "../lang/fields.js";
import { finding } from "../pack/finding.js";
import type { TestedMutants } from "../report/tested.js";

export interface JudgedMutants extends TestedMutants {
  /** A case for each survivor that comes out differently somewhere. */
  readonly missing: readonly MissingCase[];
}

/** Which small faults the cases of a pack catch; those that change nothing are proved to, and do not count. */
export async function judgeMutants(prover: Prover, pack: string, targets: readonly TargetCases[], base: string, fields: Fields): Promise<JudgedMutants> {
  const { caught, survivors } = runMutants(pack, targets, fields);
  const [missed, missing] = [[] as TestedMutants["missed"][number][], [] as MissingCase[]];
  let equivalent = 0;
  for (const survivor of survivors) {
    const verdict = await judge(prover, pack, survivor);
    if (verdict === null) equivalent++;
    else {
      missed.push(missedMutant(pack, survivor, targets, verdict));
      if (verdict.document !== undefined) missing.push({ name: nameOf(pack, survivor, targets), target: verdict.target === base ? null : verdict.target, document: verdict.document, result: verdict.before });
    }
  }
  return { caught, equivalent, missed, missing };
}

type Verdict = { readonly target: string; readonly document: JsonObject; readonly before: Result } | { readonly document?: undefined; readonly reason: string };

/** Null where the mutant is proved to do the same for each target. */
async function judge(prover: Prover, pack: string, { targets }: Survivor): Promise<Verdict | null> {
  let undecided: Verdict | null = null;
  for (const { target, before, after } of targets) {
    const difference = await compareBehaviour(prover, before, after, pack);
    if (difference.kind === "different") return { target, document: difference.document, before: difference.before };
    if (difference.kind === "unknown") undecided = { reason: difference.reason };
    if (difference.kind === "not-encoded") undecided = { reason: "what it depends on is not encoded for the solver" };
  }
  return undecided;
}

function missedMutant(pack: string, { mutant }: Survivor, targets: readonly TargetCases[], verdict: Verdict): TestedMutants["missed"][number] {
  const linked = targets[0]!.linked.packs.get(pack)!;
  const hint = verdict.document === undefined
    ? `whether it changes anything is not decided: ${verdict.reason}`
    : `add a case with the document ${JSON.stringify(verdict.document)}; \`fettle test --generate --mutate\` writes it`;
  return finding(linked, "mutant-missed", mutant.at, `no case fails where ${mutant.text}`, hint);
}

function nameOf(pack: string, { mutant }: Survivor, targets: readonly TargetCases[]): string {
  const [, part, index] = mutant.at.split("/");
  const rule = part === "rules" ? targets[0]!.linked.packs.get(pack)!.pack.rules[Number(index)]?.id : part;
  return `${rule}: differs where ${mutant.text.replaceAll("`", "")}`;
}
