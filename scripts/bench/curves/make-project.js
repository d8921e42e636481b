import { releases } from "../rego/releases.js";

/** A project of so many packs, with rules of so many conditions and cases, of which one may include many others. */
export function makeProject({ rules, packs, conditions, includes, document, releases: count }) {
  const files = { "document.json": makeDocument(document) };
  for (let index = 0; index < packs + includes; index++) {
    const pack = makePack(index, rules, conditions);
    if (index === 0) pack.rules.push(...Array.from({ length: includes }, (_, other) => makeInclude(packs + other)));
    files[`acme/p${index}.pack.json`] = pack;
    files[`acme/p${index}.cases.json`] = { pack: pack.pack, cases: makeCases(count, rules) };
  }
  return files;
}

const makeInclude = (index) => ({
  id: `include-${index}`,
  why: "What these machines need beside the rest.",
  then: [{ include: `acme/p${index}` }],
});

function makePack(index, rules, conditions) {
  return {
    pack: `acme/p${index}`,
    title: `Family ${index}`,
    hook: "vllm_config",
    rules: Array.from({ length: rules }, (_, rule) => ({
      id: `rule-${rule}`,
      why: "Long prompts and many sequences do not fit into the memory together.",
      when: { all: makeConditions(rule, conditions) },
      then: [{ set: "scheduler_config.max_num_seqs", value: rule + 2 }],
    })),
  };
}

const makeConditions = (rule, count) =>
  Array.from({ length: count }, (_, index) => ({
    fact: "model_config.max_model_len",
    operator: "greaterThan",
    value: rule + index + 1,
  }));

function makeDocument(bytes) {
  const layer = { quant_method: "fp8", bits: 8, group_size: 128 };
  const layers = Array.from({ length: Math.ceil(bytes / 52) }, (_, index) => [`layers.${index}`, layer]);
  return {
    model_config: { max_model_len: 131_072, hf_config: Object.fromEntries(layers) },
    scheduler_config: { max_num_seqs: 1 },
  };
}

/** A case in which all rules fire, at each of the last so many releases, and one in which none does. */
function makeCases(count, rules) {
  const [fires, silent] = [makeDocument(0), makeDocument(0)];
  silent.model_config.max_model_len = 1;
  const cases = releases.slice(-count).map((release) => ({
    name: `all rules fire at ${release}`,
    target: `vllm@${release}`,
    document: fires,
    expect: { changes: { "scheduler_config.max_num_seqs": rules + 1 } },
  }));
  return [...cases, { name: "no rule fires", document: silent, expect: {} }];
}
