import v8 from "node:v8";
import { make as makeFettle } from "../contenders/fettle.js";
import { make as makeByHand } from "../contenders/hand-written.js";
import { summarize } from "../lib/statistics.js";
import { documentOfSize } from "./large-documents.js";

const sizes = [1e3, 1e6, 1e7];
const families = ["mamba", "llama-nemotron-vl"];
const evaluators = {
  "hand-written function": await makeByHand({}),
  "fettle, generated code": await makeFettle({}),
  "fettle, with trace": await makeFettle({ trace: true }),
};

function used() {
  return v8.getHeapStatistics().used_heap_size;
}

const documents = new Map(families.map((family) => [family, sizes.map((size) => documentOfSize(family, size))]));
const evaluations = 400;
const kept = new Array(evaluations);

function warmUp(evaluate) {
  const all = [...documents.values()].flat();
  for (let index = 0; index < 60_000; index++) kept[index % evaluations] = evaluate(all[index % all.length]);
}

/** Bytes an evaluation, of many in a row without a collection between. */
function allocated(evaluate, document) {
  const samples = [];
  for (let round = 0; round < 9; round++) {
    kept.fill(null);
    globalThis.gc();
    const before = used();
    for (let index = 0; index < evaluations; index++) kept[index] = evaluate(document);
    samples.push((used() - before) / evaluations);
  }
  return Math.round(summarize(samples).median);
}

Object.values(evaluators).forEach(warmUp);
const rows = families.flatMap((family) =>
  Object.entries(evaluators).map(([name, evaluate]) => ({
    family,
    name,
    bytes: documents.get(family).map((document) => allocated(evaluate, document)),
  })),
);

/** Bytes of one copy, which may be too large for many in a row. */
function copied(document) {
  for (let index = 0; index < 20; index++) structuredClone(document);
  globalThis.gc();
  const before = used();
  kept[0] = structuredClone(document);
  return used() - before;
}

process.stdout.write(JSON.stringify({ sizes, rows, structuredClone: documents.get("mamba").map(copied) }));
