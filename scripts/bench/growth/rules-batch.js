import { isDeepStrictEqual } from "node:util";
import { Engine } from "json-rules-engine";
import { makeDocument } from "./document.js";
import { loadFettle } from "./load-fettle.js";
import { makeByHand, makeOnePack } from "./one-pack.js";

/** One batch evaluates one document to which so many rules apply. */
export async function prepare({ rules, by }) {
  const document = makeDocument(0);
  const files = makeOnePack(rules);
  if (by === "json-rules-engine")
    return { batch: await byJsonRulesEngine(JSON.parse(files["big/p0.pack.json"]).rules, document) };
  const fettle = await loadFettle(files);
  const run = (input) => fettle.evaluate(input, { validate: false });
  const evaluate = by === "fettle" ? run : makeByHand(rules);
  const expected = run(document);
  if (expected.changes.length !== rules) throw new Error("the made rules do not all apply");
  if (!isDeepStrictEqual(evaluate(document), expected)) throw new Error("the rules written by hand disagree");
  return {
    batch(count) {
      let changes = 0;
      for (let pass = 0; pass < count; pass++) changes += evaluate(document).changes.length;
      return changes;
    },
  };
}

/** Decisions with a write each, one after another by priority: the engine's way to keep an order. */
async function byJsonRulesEngine(rules, document) {
  let current = document;
  let changes = [];
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const path of ["model_config.max_model_len", "cache_config.block_size"]) {
    const [section, field] = path.split(".");
    engine.addFact(path, () => current[section][field], { cache: false });
  }
  for (const [index, { id, when, then }] of rules.entries()) {
    const { value } = then[0];
    const onSuccess = () => {
      const before = current.scheduler_config.max_num_seqs;
      current.scheduler_config.max_num_seqs = value;
      changes.push({ path: "scheduler_config.max_num_seqs", before, after: value, rule: `big/p0/${id}` });
    };
    engine.addRule({ name: id, priority: rules.length - index, conditions: when, event: { type: id }, onSuccess });
  }
  return async (count) => {
    for (let pass = 0; pass < count; pass++) {
      current = { ...document, scheduler_config: { ...document.scheduler_config } };
      changes = [];
      await engine.run();
      if (changes.length !== rules.length) throw new Error("the rules of json-rules-engine do not all apply");
    }
  };
}
