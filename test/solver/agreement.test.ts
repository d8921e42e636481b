import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aimedDocuments } from "../../engine/solver/challenge/aimed-documents.js";
import { shrinkDocument } from "../../engine/diff/shrink-document.js";
import { evaluateIn } from "../../engine/solver/evaluate-term.js";
import type { BoolGuess, ValueGuess } from "../../engine/solver/term.js";
import { itemsIn, termsBelow } from "../../engine/solver/term-parts.js";
import type { JsonObject } from "../../engine/common/json.js";
import { isLong } from "../long.js";
import { encode, link, type Encoded } from "./agree.js";
import { disagreements, shareOf, type Disagreement } from "./compare-encoding.js";
import { programs, type MadeProgram } from "./generate-programs.js";
import { sortedText } from "./sorted-text.js";

const evaluations = Number(process.env.FETTLE_RUNS ?? (isLong ? 1_000_000 : 5_000));
const perProgram = isLong ? 200 : 50;
const timeout = isLong ? 6 * 3_600_000 : 300_000;

// A stack for each expression that fails takes a tenth of the time.
const { stackTraceLimit } = Error;
beforeAll(() => void (Error.stackTraceLimit = 0));
afterAll(() => void (Error.stackTraceLimit = stackTraceLimit));

async function encodeMade({ packs, stages }: MadeProgram): Promise<Encoded | null> {
  // Fields of the schema are compared with what they never hold now and then, which the checks refuse.
  const linked = await link(packs, stages).catch(() => null);
  return linked === null ? null : encode(linked);
}

function* documentsFor({ linked }: Encoded, program: MadeProgram, from: number, count: number): Generator<JsonObject> {
  let left = count;
  for (const document of aimedDocuments([linked], new Set(program.packs.map(({ pack }) => pack)), from)) {
    yield document;
    if (--left === 0) return;
  }
}

test("terms say of a document all that the engine does with it", { timeout }, async () => {
  let done = 0;
  const property = fc.asyncProperty(programs, fc.nat(), async (program, from) => {
    const encoded = await encodeMade(program);
    if (encoded === null) return;
    for (const document of documentsFor(encoded, program, from, perProgram)) {
      done++;
      if (disagreements(encoded, document).length > 0) throw new Error(explain(encoded, document));
    }
  });
  // A quarter of the programs is refused, and most of what is left is small.
  const numRuns = Math.ceil((1.5 * evaluations) / perProgram);
  await fc.assert(property, { numRuns, skipAllAfterTimeLimit: 6 * 3_600_000 });
  expect(done).toBeGreaterThanOrEqual(evaluations);
});

/** A disagreement, shown by a document with everything left out that it does not need. */
function explain(encoded: Encoded, document: JsonObject): string {
  const about = (found: readonly Disagreement[]) => found.map((one) => one.about);
  const first = about(disagreements(encoded, document))[0]!;
  const smallest = shrinkDocument(document, (candidate) => about(disagreements(encoded, candidate)).includes(first));
  return JSON.stringify(
    { document: smallest, sharing: shareOf(smallest), found: disagreements(encoded, smallest) },
    null,
    1,
  );
}

const comparesList: MadeProgram = {
  packs: [
    {
      ...{ pack: "made/b", hook: "vllm_config", match: { architectures: ["B"] } },
      facts: { three: "model_config.hf_config.deep.x" },
      rules: [
        {
          id: "rule-0",
          when: { fact: "three", operator: "equal", value: { fact: "three" } },
          then: [{ log: "info", code: "told", message: "told" }],
        },
      ],
    },
  ],
  stages: [{ dispatch: "vllm_config" }],
};

/**
 * Evaluates all uninterpreted terms; how often one had the same inputs again. @throws Error if it had another output
 */
function checkFunctions({ terms, run }: Encoded, documents: Iterable<JsonObject>): number {
  const roots = [
    run.ok,
    run.after,
    ...run.logs.flatMap(({ when, params }) => [when, ...params.map(({ value }) => value)]),
  ];
  const all = termsBelow(roots).filter(
    (term): term is BoolGuess | ValueGuess => term.kind === "guess" || term.kind === "unknown",
  );
  const known = new Map<string, string>();
  let pairs = 0;
  for (const document of documents) {
    const { truth, value } = evaluateIn(terms, document);
    for (const term of all.filter((one) => itemsIn(one).length === 0)) {
      const inputs = `${term.name} ${sortedText(term.inputs.map((input) => value(input)))}`;
      const output = sortedText([term.kind === "guess" ? truth(term) : value(term)]);
      if (known.has(inputs)) pairs++;
      const before = known.get(inputs) ?? output;
      known.set(inputs, output);
      if (before !== output) {
        const { name, place } = term;
        throw new Error(JSON.stringify({ name, place, inputs, before, output, document }, null, 1));
      }
    }
  }
  return pairs;
}

test("terms that are not interpreted are functions of their inputs", { timeout }, async () => {
  let pairs = 0;
  const property = fc.asyncProperty(programs, fc.nat(), async (program, from) => {
    const encoded = await encodeMade(program);
    if (encoded !== null) pairs += checkFunctions(encoded, documentsFor(encoded, program, from, perProgram));
  });
  await fc.assert(property, { numRuns: Math.ceil(evaluations / perProgram / 4) });
  expect(pairs).toBeGreaterThan(evaluations / 50);
});

test("so is a comparison of arrays, which JSONata makes anew where it maps over one", async () => {
  const encoded = (await encodeMade(comparesList))!;
  const [mapped, plain] = [[{ x: 1 }, { x: [2] }], { x: [1, 2] }];
  checkFunctions(
    encoded,
    [mapped, plain].map((deep) => ({ model_config: { hf_config: { deep } } })),
  );
});

test("and so is a position, which counts in each item of an array around it", async () => {
  const facts = { first: "model_config.hf_config.list.x[0]" };
  const program: MadeProgram = {
    packs: [
      {
        ...{ pack: "made/b", hook: "vllm_config", match: { architectures: ["B"] }, facts },
        rules: [{ id: "tell", then: [{ log: "info", code: "told", message: "{first}" }] }],
      },
    ],
    stages: [{ pack: "made/b" }],
  };
  const encoded = (await encodeMade(program))!;
  const lists = [[{ x: 1 }, { x: [2] }], { x: [1, 2] }];
  const documents = lists.map((list) => ({ model_config: { hf_config: { list } } }));
  expect(documents.flatMap((document) => disagreements(encoded, document))).toEqual([]);
  checkFunctions(encoded, documents);
});
