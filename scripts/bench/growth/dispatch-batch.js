import { makeDocument } from "./document.js";
import { loadFettle } from "./load-fettle.js";
import { makePacks } from "./make-packs.js";

const families = 6;

/** One batch evaluates documents of six families, among few packs or many; also counts the packs that were compiled. */
export async function prepare({ packs, rulesEach, passes }) {
  const files = makePacks(packs, rulesEach);
  const compiled = countCompiled();
  const fettle = await loadFettle(files);
  const atLoad = compiled.count;
  const documents = Array.from({ length: families }, (_, index) => makeDocument(index));
  for (const document of documents) {
    const { ok, changes } = fettle.evaluate(document);
    if (!ok || changes.length !== rulesEach) throw new Error("the made rules do not all apply");
  }
  const batch = (count) => {
    let changes = 0;
    for (let pass = 0; pass < count * passes; pass++) {
      for (const document of documents) changes += fettle.evaluate(document, { validate: false }).changes.length;
    }
    return changes;
  };
  return { batch, facts: { packs, atLoad, afterUse: compiled.count, families } };
}

/** Counts functions made from text, which is how Fettle compiles a pack. */
function countCompiled() {
  const counter = { count: 0 };
  globalThis.Function = new Proxy(Function, {
    construct(target, args) {
      counter.count++;
      return Reflect.construct(target, args);
    },
  });
  return counter;
}
