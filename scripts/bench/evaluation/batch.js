import { makeContender } from "../contenders/index.js";
import { sampleDocuments } from "../lib/documents.js";

/** One batch evaluates each of the sample documents once. */
export async function prepare(contender) {
  const documents = sampleDocuments();
  const evaluate = await makeContender(contender);
  return { batch: contender.isAsync === true ? awaited(evaluate, documents) : direct(evaluate, documents) };
}

function direct(evaluate, documents) {
  return (count) => {
    let changes = 0;
    for (let pass = 0; pass < count; pass++)
      for (const document of documents) changes += evaluate(document).changes.length;
    return changes;
  };
}

function awaited(evaluate, documents) {
  return async (count) => {
    let changes = 0;
    for (let pass = 0; pass < count; pass++)
      for (const document of documents) changes += (await evaluate(document)).changes.length;
    return changes;
  };
}
