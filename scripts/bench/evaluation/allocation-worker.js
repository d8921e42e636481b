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

/** Bytes an evaluation, of many in a row without a collection between. */
function allocated(evaluate, document) {
  const evaluations = 400;
  const kept = new Array(evaluations);
  for (let index = 0; index < 20_000; index++) kept[index % evaluations] = evaluate(document);
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

const rows = families.flatMap((family) =>
  Object.entries(evaluators).map(([name, evaluate]) => ({
    family,
    name,
    bytes: sizes.map((size) => allocated(evaluate, documentOfSize(family, size))),
  })),
);
const copies = sizes.map((size) => {
  const document = documentOfSize("mamba", size);
  globalThis.gc();
  const before = used();
  const copy = structuredClone(document);
  const bytes = used() - before;
  return copy === document ? 0 : Math.round(bytes);
});
process.stdout.write(JSON.stringify({ sizes, rows, structuredClone: copies }));
