/** Packs `big/p0` … with rules of the shipped ones' kind, each for an architecture of its own. */
export function makePacks(packs, rulesEach) {
  const files = {
    "big.set.json": JSON.stringify({ set: "big", target: "vllm@0.19.0", stages: [{ dispatch: "vllm_config" }] }),
  };
  for (let index = 0; index < packs; index++)
    files[`big/p${index}.pack.json`] = JSON.stringify(makePack(index, rulesEach), null, 2);
  return files;
}

export function architectureOf(index) {
  return `Family${index}ForCausalLM`;
}

function makePack(index, rules) {
  return {
    $schema: "../../schemas/pack.schema.json",
    pack: `big/p${index}`,
    title: `Family ${index}`,
    hook: "vllm_config",
    match: { architectures: [architectureOf(index)] },
    facts: { head_dim: "model_config.hf_text_config.head_dim" },
    rules: Array.from({ length: rules }, (_, rule) => makeRule(rule)),
  };
}

function makeRule(rule) {
  return {
    id: `rule-${rule}`,
    why: "Long prompts and many sequences do not fit into the memory of one accelerator together.",
    when: {
      all: [
        { fact: "head_dim", operator: "isSet", value: true },
        { fact: "model_config.max_model_len", operator: "greaterThan", value: 4096 + rule },
        { fact: "cache_config.enable_prefix_caching", operator: "equal", value: true },
        { fact: "cache_config.block_size", operator: "notEqual", value: rule + 1 },
      ],
    },
    then: [
      { set: "scheduler_config.max_num_seqs", value: 256 - rule },
      {
        log: "info",
        code: `fewer-${rule}`,
        message: "{model_config.max_model_len} tokens: {scheduler_config.max_num_seqs} sequences at once",
      },
    ],
  };
}
