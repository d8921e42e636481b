import { parseArgs } from "node:util";
import type { JsonObject } from "../../engine/common/json.js";
import { fromRecord, lastOf, must } from "../../engine/common/must.js";
import { proveTogether, subjectsOf } from "../../engine/proofs/prove-together.js";
import { documentError } from "../../engine/vllm/documents.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { contradiction, name, probe, swaps, wrongWitness } from "./contradictions.js";
import { documentMaker } from "./documents.js";
import { conditionOf, packsOf, surfaceOf } from "./generate-packs.js";
import { sayShared } from "./observe.js";
import type { Files } from "./pair.js";
import { randomOf, type Random } from "./random.js";
import { vocabularyOf } from "./vocabulary.js";

/** Holds what `fettle prove` says of generated packs against documents. */
export interface ProveFinding {
  readonly pack: string;
  readonly what: string;
  readonly text: string;
  readonly said: string;
  readonly document: JsonObject | null;
  readonly why: string;
}

export interface ProvedReport {
  readonly files: Files;
  readonly proofs: number;
  readonly undecided: number;
  readonly findings: readonly ProveFinding[];
}

/** One generated pack with random claims; null where none loads. */
export async function attackProofs(
  index: number,
  seed: number,
  milliseconds: number,
  documents: number,
): Promise<ProvedReport | null> {
  const random = randomOf(seed * 7919 + index);
  const made = await packWithClaims(random);
  if (made === null) return null;
  const { files, program, load } = made;
  const proved = await proveTogether(
    subjectsOf(program, [name], { load, isTargetChosen: true, isEach: false, withSet: false }),
    1,
    { millisecondsPerQuestion: milliseconds },
    () => {},
  );
  const proofs = proved.flatMap((subject) => subject.proofs);
  const findings = proofs.flatMap((proof): ProveFinding[] => {
    const why = wrongWitness(proof, files, program);
    return why === null
      ? []
      : [{ pack: name, what: proof.what, text: proof.text, said: proof.outcome, document: proof.document, why }];
  });
  const claims = (must(files["acme/one.claims.json"], "acme/one.claims.json").claims as JsonObject[]).filter(
    ({ id }) => !proofs.some((proof) => proof.what === "claim" && proof.text.startsWith(`${id as string}:`)),
  );
  for (const { id } of claims)
    findings.push({
      pack: name,
      what: "claim",
      text: String(id),
      said: "nothing",
      document: null,
      why: "a claim disappeared",
    });
  const maker = documentMaker(vocabularyOf(files), random);
  const swapped = await swaps(files);
  for (let count = 0; count < documents; count++) {
    const document = maker.make();
    if (!isFor(document, files) || documentError(document) !== null) continue;
    for (const proof of proofs) {
      if (findings.some(({ text }) => text === proof.text)) continue;
      const why = contradiction(proof, document, program, files, swapped);
      if (why !== null)
        findings.push({
          pack: name,
          what: proof.what,
          text: proof.text,
          said: proof.outcome,
          document: sayShared(document),
          why,
        });
    }
  }
  return {
    files,
    proofs: proofs.length,
    undecided: proofs.filter(({ outcome }) => outcome === "unknown").length,
    findings,
  };
}

export async function packWithClaims(random: Random) {
  for (let attempt = 0; attempt < 60; attempt++) {
    const generated = packsOf(random, 1);
    const pack = fromRecord(generated, `${name}.pack.json`);
    const surface = surfaceOf(pack);
    const facts = Object.keys((pack.facts as JsonObject | undefined) ?? {});
    const claims = [0, 1, 2].map((index) => ({
      id: `c${index}`,
      why: "w",
      ...(random.chance(0.5) ? { given: conditionOf(random, surface, facts, 1) } : {}),
      then: conditionOf(random, surface, facts, 1),
    }));
    // A pack each: one condition that cannot be evaluated says nothing of the others.
    const probes = claims.flatMap(({ id, given, then }) =>
      [["given", given] as const, ["then", then] as const].flatMap(([part, when]) =>
        when === undefined
          ? []
          : [
              {
                pack: `${probe}-${id}-${part}`,
                hook: "vllm_config",
                ...(pack.facts === undefined ? {} : { facts: pack.facts }),
                rules: [{ id: "holds", when, then: [{ log: "info", code: "holds", message: "x" }] }],
              },
            ],
      ),
    );
    const files = {
      ...generated,
      "acme/one.claims.json": { pack: name, claims } as unknown as JsonObject,
      ...(Object.fromEntries(probes.map((content) => [`${content.pack}.pack.json`, content])) as unknown as Files),
    };
    const load = (target?: string) => loadProgram({ set: "acme", target, anyRelease: target !== undefined, files });
    const { program } = await load();
    if (program !== null) return { files, program, load };
  }
  return null;
}

function isFor(document: JsonObject, files: Files): boolean {
  const match = fromRecord(files, `${name}.pack.json`).match as { architectures: string[] } | undefined;
  return match === undefined || match.architectures.includes((document.model_config as any)?.architecture);
}

if (process.argv[1] !== undefined && import.meta.url.endsWith(lastOf(process.argv[1].split("/")))) {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      from: { type: "string", default: "0" },
      runs: { type: "string", default: "20" },
      time: { type: "string", default: "3" },
      documents: { type: "string", default: "1500" },
    },
  });
  let [proofs, undecided, packs] = [0, 0, 0];
  for (let index = Number(values.from); index < Number(values.from) + Number(values.runs); index++) {
    const report = await attackProofs(
      index,
      Number(values.seed),
      Number(values.time) * 1000,
      Number(values.documents),
    ).catch((error: unknown) => {
      console.log(
        `crash\t#${index}\t${error instanceof Error ? error.stack?.split("\n").slice(0, 3).join(" ") : String(error)}`,
      );
      return null;
    });
    if (report === null) continue;
    packs++;
    proofs += report.proofs;
    undecided += report.undecided;
    for (const { what, text, said, document, why } of report.findings)
      console.log([`#${index}`, what, text, `said ${said}`, why, JSON.stringify(document)].join("\t"));
  }
  console.log(`${packs} packs, ${proofs} proofs, ${undecided} undecided`);
  process.exit(0);
}
