import { vllm } from "../../engine/vllm/adapter/vllm.js";
import { parseArgs } from "node:util";
import { firstOf } from "../../engine/common/must.js";
import { compareBehavior } from "../../engine/diff/compare-behavior.js";
import { openProver, type Prover } from "../../engine/solver/prover.js";
import type { JsonObject } from "../../engine/common/json.js";
import { runMutants, runPackOf } from "../../engine/testing/mutation/run-mutants.js";
import { fieldsOf } from "../../engine/language/fields.js";
import { documentError } from "../../engine/vllm/documents.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { documentMaker } from "./documents.js";
import { packsOf } from "./generate-packs.js";
import { differingAspects, readShared, sayShared } from "./observe.js";
import { randomOf } from "./random.js";
import { releases } from "./versions.js";
import { vocabularyOf } from "./vocabulary.js";

/** Holds "equivalent" of `fettle test --mutate` against documents. */
export async function attackMutants(prover: Prover, index: number, seed: number, documents: number, most: number) {
  const random = randomOf(seed * 104_729 + index);
  let files = packsOf(random, 1);
  let { program } = await loadProgram({ set: "acme", files });
  for (let attempt = 0; program === null && attempt < 40; attempt++)
    ({ program } = await loadProgram({ set: "acme", files: (files = packsOf(random, 1)) }));
  if (program === null) return null;
  const { linked } = program;
  const pack = "acme/one";
  const { survivors } = runMutants(pack, [{ target: "vllm@0.19.0", linked, cases: [] }], fieldsOf(vllm), releases);
  const maker = documentMaker(vocabularyOf(files), random);
  const made = Array.from({ length: documents }, () => maker.make()).filter(
    (document) => documentError(document) === null,
  );
  const findings: { text: string; why: string; document: JsonObject | null }[] = [];
  const verdicts: Record<string, number> = {};
  for (const { mutant, targets } of random.shuffle(survivors).slice(0, most)) {
    const { before, after } = firstOf(targets);
    const [one, other] = [runPackOf(before, pack), runPackOf(after, pack)];
    const differs = (document: JsonObject) =>
      differingAspects(one(document, { pack, validate: false }), other(document, { pack, validate: false })).filter(
        (aspect) => aspect !== "ledger",
      );
    try {
      const said = await compareBehavior(prover, before, after, pack);
      verdicts[said.kind] = (verdicts[said.kind] ?? 0) + 1;
      if (said.kind === "different" && differs(readShared(said.document)).length === 0)
        findings.push({ text: mutant.text, why: "wrong witness", document: said.document });
      if (said.kind !== "same") continue;
      const found = made.find((document) => differs(document).length > 0);
      if (found !== undefined)
        findings.push({
          text: `${mutant.at} ${mutant.text}`,
          why: `"equivalent", but ${differs(found).join(", ")} differ`,
          document: sayShared(found),
        });
    } catch (error) {
      findings.push({
        text: mutant.text,
        why: `crash: ${error instanceof Error ? error.stack?.split("\n").slice(0, 2).join(" ") : String(error)}`,
        document: null,
      });
    }
  }
  return { files, findings, verdicts };
}

if (process.argv[1]?.endsWith("attack/mutants.ts")) {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      from: { type: "string", default: "0" },
      runs: { type: "string", default: "20" },
      time: { type: "string", default: "5" },
      documents: { type: "string", default: "1000" },
      most: { type: "string", default: "15" },
    },
  });
  const prover = await openProver({ millisecondsPerQuestion: Number(values.time) * 1000 });
  const total: Record<string, number> = {};
  for (let index = Number(values.from); index < Number(values.from) + Number(values.runs); index++) {
    const report = await attackMutants(
      prover,
      index,
      Number(values.seed),
      Number(values.documents),
      Number(values.most),
    );
    if (report === null) continue;
    for (const [kind, count] of Object.entries(report.verdicts)) total[kind] = (total[kind] ?? 0) + count;
    for (const { text, why, document } of report.findings)
      console.log(
        [`#${index}`, why, text, JSON.stringify(document), JSON.stringify(report.files["acme/one.pack.json"])].join(
          "\t",
        ),
      );
  }
  console.log(total);
  await prover.close();
}
