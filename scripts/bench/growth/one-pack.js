/** One pack whose rules all apply to the made document: two comparisons and a write each. */
export function makeOnePack(rules) {
  const pack = {
    pack: "big/p0",
    hook: "vllm_config",
    match: { architectures: ["Family0ForCausalLM"] },
    rules: Array.from({ length: rules }, (_, index) => ({
      id: `rule-${index}`,
      when: when(index),
      then: [{ set: "scheduler_config.max_num_seqs", value: index + 2 }],
    })),
  };
  return {
    "big.set.json": JSON.stringify({ set: "big", target: "vllm@0.19.0", stages: [{ dispatch: "vllm_config" }] }),
    "big/p0.pack.json": JSON.stringify(pack),
  };
}

function when(index) {
  return {
    all: [
      { fact: "model_config.max_model_len", operator: "greaterThan", value: index + 1 },
      { fact: "cache_config.block_size", operator: "notEqual", value: index + 1 },
    ],
  };
}

/** The same rules as one would write them by hand: a statement each, in functions of sixteen. */
export function makeByHand(rules) {
  const parts = [];
  for (let from = 0; from < rules; from += 16) {
    const statements = Array.from({ length: Math.min(16, rules - from) }, (_, index) => statement(from + index));
    parts.push(
      `function part${parts.length}(run) {\n  const model = run.document.model_config;\n  const cache = run.document.cache_config;\n${statements.join("\n")}\n}`,
    );
  }
  const calls = parts.map((_, index) => `  part${index}(run);`).join("\n");
  return new Function(`"use strict";\n${shared}\n${parts.join("\n")}\nreturn function evaluate(document) {
  const run = { document, scheduler: null, changes: [], logs: [], error: null };
${calls}
  return { ok: true, document: run.document, changes: run.changes, logs: run.logs, error: null };
};`)();
}

function statement(index) {
  return `  if (model.max_model_len > ${index + 1} && cache.block_size !== ${index + 1}) {
    const before = run.document.scheduler_config.max_num_seqs;
    if (before !== ${index + 2}) {
      ownScheduler(run).max_num_seqs = ${index + 2};
      record(run, "scheduler_config.max_num_seqs", before, ${index + 2}, "big/p0/rule-${index}");
    }
  }`;
}

const shared = `function ownScheduler(run) {
  if (run.scheduler === null) {
    run.scheduler = { ...run.document.scheduler_config };
    run.document = { ...run.document, scheduler_config: run.scheduler };
  }
  return run.scheduler;
}
function record(run, path, before, after, rule) {
  run.changes.push(before === undefined ? { path, after, rule } : { path, before, after, rule });
}`;
