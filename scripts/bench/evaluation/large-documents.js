/** A document of about so many bytes as JSON, in which rules write; what makes it large lies beside what they write. */
export function documentOfSize(family, bytes) {
  const document = family === "mamba" ? mamba() : llamaNemotronVl();
  const layer = () => ({ quant_method: "fp8", bits: 8, group_size: 128, modules: ["q_proj", "k_proj", "v_proj"] });
  const layers = {};
  document.model_config.hf_config.quantization_config = { layers };
  const length = JSON.stringify({ "layers.1000": layer() }).length;
  const missing = bytes - JSON.stringify(document).length;
  for (let index = 0; index * length < missing; index++) layers[`layers.${index}`] = layer();
  return document;
}

function mamba() {
  return {
    model_config: {
      model: "acme/mamba",
      architecture: "Mamba2ForCausalLM",
      is_hybrid: false,
      supports_mamba_prefix_caching: true,
      max_model_len: 8192,
      hf_config: { model_type: "mamba2", num_hidden_layers: 32 },
    },
    cache_config: { block_size: 16, enable_prefix_caching: true, mamba_cache_mode: "none", mamba_block_size: null },
    scheduler_config: { enable_chunked_prefill: true, max_num_seqs: 256 },
  };
}

function llamaNemotronVl() {
  return {
    model_config: {
      model: "acme/embed",
      architecture: "LlamaNemotronVLModel",
      is_hybrid: false,
      max_model_len: 8192,
      hf_config: {
        model_type: "llama",
        is_causal: true,
        pooling: "avg",
        vision_config: { patch_size: 14 },
        llm_config: { is_causal: true },
      },
      pooler_config: { seq_pooling_type: null },
    },
    scheduler_config: { max_num_seqs: 256 },
  };
}
