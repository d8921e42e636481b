"""Which values of which fields each handler is asked about. The first value of a list is the most telling one.

A path is dotted, into the config document. `ABSENT` leaves a key out. `TEXT` says which object hf_text_config is: None
for one of its own, or a path below model_config whose very object it is.
"""
ABSENT = object()
TEXT = "~text"

AUTO_OFF = [None, True, False]
BACKENDS = [None, "FLASH_ATTN", "TRITON_ATTN", "FLASHINFER", "FLEX_ATTENTION"]
DEVICES = {"environment.platform": ["cuda", "rocm", "xpu", "cpu"], "environment.device_capability": [90, 100, 103, 80, 120, None]}
SSM_TYPES = ["auto", "float32", "float16", "bfloat16"]
POOLER = {"model_config.pooler_config": [{}, None]}
HYBRID_CACHE = {
    "cache_config.enable_prefix_caching": [True, False, None],
    "cache_config.mamba_cache_mode": ["none", "align", "all"],
    "cache_config.mamba_block_size": [None, 32],
    "cache_config.block_size": [16, None, 64],
    "model_config.supports_mamba_prefix_caching": [True, False],
    "model_config.max_model_len": [2048, 131072],
    "scheduler_config.enable_chunked_prefill": [True, False],
    "speculative_config": [None, {"method": "mtp"}],
}
QWEN3_5 = {"model_config.hf_text_config.mamba_ssm_dtype": ["float32", ABSENT, None, "bfloat16", "auto"], "cache_config.mamba_ssm_cache_dtype": SSM_TYPES}
ROPE = {"mrope_section": [11, 11, 10], "mrope_interleaved": True, "rope_theta": 10000}
MROPE = {
    "model_config.hf_text_config.rope_parameters": [ROPE, ABSENT, None, {"rope_theta": 10000}, {"mrope_section": [1]}],
    "model_config.hf_config.rope_parameters": [ABSENT, ROPE, None],
    TEXT: [None, "hf_config", "hf_config.text_config"],
}
GEMMA4 = {
    "model_config.hf_text_config.head_dim": [256, ABSENT, None, 255, 257, 512],
    "model_config.hf_text_config.global_head_dim": [512, ABSENT, None, 256, 513],
    "model_config.hf_text_config.layer_types": [["sliding_attention", "full_attention"], ABSENT, None, [], ["full_attention"], ["sliding_attention"] * 2],
    "attention_config.backend": BACKENDS,
    "attention_config.flash_attn_version": [None, 2, 3, 4],
    "environment.flash_attn_4": [True, False],
    "cache_config.cache_dtype": ["auto", "fp8", "fp8_e4m3", "bfloat16"],
    **DEVICES,
}
QUANT = "quantization_config"


def quantization(method, *others):
    return [{"quant_method": method, "bits": 4}, ABSENT, None, {}, {"quant_method": None}, *others]


def rotary(config_class, hidden_act):
    at = "model_config.hf_config"
    return {
        "model_config.hf_config_class": [config_class, "BertConfig"],
        f"{at}.hidden_act": hidden_act,
        f"{at}.hidden_size": [768, 100, ABSENT],
        f"{at}.num_attention_heads": [12, 16, ABSENT],
        f"{at}.rotary_emb_dim": [ABSENT, 32, 64],
        f"{at}.max_position_embeddings": [8192, 8194, 514, ABSENT],
        f"{at}.rope_parameters": [{"rope_type": "default"}, {}, {"partial_rotary_factor": 0.25}, None, ABSENT],
    }


RETRIEVAL = ["causal", "bidirectional", ABSENT, None, "both", 1, ""]
QWEN4 = {
    **QWEN3_5,
    "model_config.hf_text_config.hc_count": [2, 1, 0, ABSENT],
    "model_config.hf_text_config.ple_layer_ids": [[], [1, 2], None, ABSENT],
    "model_config.hf_text_config.indexer_n_heads": [ABSENT, 4, None],
    "parallel_config.pipeline_parallel_size": [1, 2],
    "parallel_config.enable_dbo": [False, True],
    "parallel_config.ubatch_size": [0, 1, 2],
    "parallel_config.all2all_backend": ["allgather_reducescatter", "deepep_v2", "mori", "flashinfer_all2allv"],
    "parallel_config.enable_expert_parallel": [True, False],
    "parallel_config.tensor_parallel_size": [2, 1],
    "parallel_config.data_parallel_size": [2, 1],
    "model_config.multimodal_config": [None, {"language_model_only": True}, {"language_model_only": False}],
    "speculative_config": [None, {"method": "mtp"}, {"method": "ngram"}, {"method": "ngram_gpu"}, {"method": "eagle3"}],
    "model_config.hf_config.vision_config": [ABSENT, {}],
    "environment.platform": ["cuda", "rocm", "cpu"],
    **MROPE,
}
D3 = "model_config.hf_config.decision_config"
NOMIC = "model_config.hf_config"

DOMAINS = {
    ("AliceAIForCausalLMConfig", "model_config"): {
        "model_config.hf_config.kda_allow_negative_eigenvalues": [False, True, None, ABSENT, 0],
        "model_config.hf_config.router_score_function": ["sigmoid", "softmax", None, ABSENT],
        "model_config.hf_config.router_bias_correction": [True, False, None, ABSENT, 1],
        "model_config.hf_config.mtp_num_hidden_layers": [ABSENT, 0, 1, 3, None],
    },
    ("AliceAIForCausalLMConfig", "vllm_config"): {
        "parallel_config.pipeline_parallel_size": [1, 2],
        "speculative_config": [None, *({"method": name} for name in ("dflash", "dspark", "eagle3", "extract_hidden_states", "mtp", "ngram", None))],
    },
    ("ColQwen3_5Config", "model_config"): {
        "model_config.hf_config.retrieval_attention_contract": RETRIEVAL,
        "model_config.hf_text_config.retrieval_attention_contract": RETRIEVAL,
        "model_config.hf_config.is_causal": [ABSENT, True, False],
        TEXT: [None, "hf_config", "hf_config.text_config"],
    },
    ("ColQwen3_5Config", "vllm_config"): QWEN3_5,
    ("D3ForSequenceClassificationConfig", "model_config"): {
        D3: [
            {"format_version": 1, "codes": ["A", "B"], "token_ids": [32, 33]}, ABSENT, None, {}, "x", {"format_version": 2},
            {"format_version": 1}, {"format_version": 1, "codes": [], "token_ids": []}, {"format_version": 1, "codes": ["A"], "token_ids": None},
            {"format_version": 1, "codes": ["A"], "token_ids": [1, 2]}, {"format_version": 1, "codes": ["A"], "token_ids": [1], "pooling": "mean"},
            {"format_version": 1, "codes": ["A"], "token_ids": [1], "pooling": "last", "attention_mode": "noncausal_full_attention"},
            {"format_version": 1, "codes": ["A"], "token_ids": [1], "attention_mode": "causal"}, {"format_version": 1, "codes": ["A"], "token_ids": [1], "pooling": None},
            {"format_version": 1, "codes": ["A"], "token_ids": [1], "attention_mode": "prefix"}, {"format_version": "1", "codes": ["A"], "token_ids": [1]},
            {"format_version": 1, "codes": [chr(65 + n) for n in range(26)], "token_ids": list(range(26))},
        ],
        TEXT: [None, "hf_config", "hf_config.text_config"],
        "model_config.pooler_config": [{"use_activation": None}, {"use_activation": True}, {"use_activation": False}, None],
    },
    ("D3ForSequenceClassificationConfig", "vllm_config"): QWEN3_5,
    ("DeepseekV32ForCausalLM", "vllm_config"): {
        "model_config.hf_config.index_topk": [2048, ABSENT, None],
        "cache_config.cache_dtype": ["auto", "bfloat16", "fp8", "fp8_e4m3", "fp8_e5m2", "fp8_ds_mla", "fp8_inc", "float16"],
    },
    ("DeepseekV4ForCausalLMConfig", "model_config"): {
        f"model_config.hf_config.{QUANT}": quantization("fp8", {"quant_method": "mxfp4"}),
        f"model_config.hf_text_config.{QUANT}": quantization("fp8", {"quant_method": "awq"}),
        "model_config.hf_config.model_type": ["deepseek_v4", "deepseek_v41", "deepseek_v3", None, ABSENT],
        "model_config.hf_text_config.model_type": ["deepseek_v4", "deepseek_v41", "other", ABSENT],
        TEXT: [None, "hf_config", "hf_config.text_config"],
    },
    ("DiffusionGemmaModelForBlockDiffusionConfig", "vllm_config"): {
        **GEMMA4,
        "attention_config.use_non_causal": [False, True],
        "diffusion_config": [None, {"canvas_length": 64, "max_denoising_steps": None}],
        "model_config.hf_config.canvas_length": [ABSENT, 32, 1, 0, None],
        "scheduler_config.max_num_seqs": [256, 128, 127, 8, 1],
        "model_config.override_generation_config": [{}, {"temperature": 0.5}, {"max_new_tokens": 256}, {"max_new_tokens": None}],
    },
    ("EmbeddingGemma2ModelConfig", "vllm_config"): {
        **GEMMA4,
        "model_config.max_model_len": [8192, 8193, 2048, 131072],
        "model_config.original_max_model_len": [None, -1, 131072],
    },
    ("Ernie4_5_VLMoeForConditionalGenerationConfig", "vllm_config"): {"compilation_config.fast_moe_cold_start": [None, True, False]},
    ("Gemma3TextModelConfig", "model_config"): {
        "model_config.hf_config.use_bidirectional_attention": [True, False, None, ABSENT, "", "all", 0, 1],
        "model_config.hf_config.is_causal": [ABSENT, True, False],
    },
    ("Gemma4Config", "vllm_config"): GEMMA4,
    ("Glm5NextModelConfig", "vllm_config"): {
        **DEVICES,
        "environment.platform": ["cuda", "rocm"],
        "environment.device_capability": [100, 103, 90, 120, None],
        "cache_config.cache_dtype": ["auto", "bfloat16", "fp8"],
        "model_config.hf_text_config.index_topk": [2048, 0, None, ABSENT],
        "speculative_config": [None, {"method": "mtp", "kv_cache_dtype": None}, {"method": "eagle3", "kv_cache_dtype": None}, {"method": "eagle3", "kv_cache_dtype": "fp8"}],
    },
    ("GlmMoeDsaForCausalLM", "vllm_config"): {
        **DEVICES,
        "environment.device_capability": [100, 103, 90, 120, None],
        "cache_config.cache_dtype": ["auto", "bfloat16", "fp8"],
        "speculative_config": [None, {"method": "mtp", "kv_cache_dtype": None}, {"method": "eagle3", "kv_cache_dtype": None}, {"method": "eagle3", "kv_cache_dtype": "fp8"}],
        "parallel_config.dcp_comm_backend": [None, "ag_rs", "a2a"],
        "parallel_config.dcp_q_replicate": [None, True, False],
    },
    ("GptOssForCausalLMConfig", "model_config"): {
        f"model_config.hf_config.{QUANT}": quantization("mxfp4", {"quant_method": "fp8"}),
        f"model_config.hf_text_config.{QUANT}": quantization("mxfp4", {"quant_method": "awq"}),
        TEXT: [None, "hf_config", "hf_config.text_config"],
    },
    ("GptOssForCausalLMConfig", "vllm_config"): {
        "structured_outputs_config.reasoning_parser": ["", "openai_gptoss", "other", None],
        "compilation_config.cudagraph_capture_sizes": [None, [], [1, 2]],
        "compilation_config.max_cudagraph_capture_size": [None, 0, 512, 1024],
    },
    ("GteNewModelConfig", "model_config"): rotary("NewConfig", ["gelu", "geglu", None, ABSENT]),
    ("SnowflakeGteNewModelConfig", "model_config"): rotary("GteConfig", ["gelu", "geglu", None, ABSENT]),
    ("HybridAttentionMambaModelConfig", "vllm_config"): {**HYBRID_CACHE, "cache_config.calculate_kv_scales": [False, True, None], "cache_config.cache_dtype": ["auto", "fp8"], "attention_config.backend": [None], "parallel_config.tensor_parallel_size": [1], "model_config.dtype": ["bfloat16"]},
    ("MambaModelConfig", "vllm_config"): HYBRID_CACHE,
    ("JambaForSequenceClassificationConfig", "model_config"): {**POOLER, "model_config.pooler_config.use_activation": AUTO_OFF},
    ("Qwen2ForRewardModelConfig", "model_config"): {**POOLER, "model_config.pooler_config.use_activation": AUTO_OFF},
    ("Qwen2ForProcessRewardModelConfig", "model_config"): {**POOLER, "model_config.pooler_config.step_tag_id": [None, 0, 5, 151651]},
    ("JinaEmbeddingsV5ModelConfig", "model_config"): {
        "model_config.hf_config.is_decoder": [False, ABSENT, True, None, 0],
        "model_config.hf_config.is_causal": [ABSENT, True, False],
    },
    ("JinaForRankingConfig", "model_config"): {"model_config.hf_config.embedding_size": [ABSENT, None, 256, 512]},
    ("JinaRobertaModelConfig", "model_config"): {
        "model_config.hf_config.position_embedding_type": ["rotary", "absolute", None, ABSENT],
        "model_config.enforce_eager": [False, True],
        **{key: value for key, value in rotary("XLMRobertaFlashConfig", [ABSENT]).items() if "hidden_act" not in key},
    },
    ("JinaVLForSequenceClassificationConfig", "model_config"): {
        **POOLER,
        "model_config.pooler_config.logit_bias": [None, 0, 1.5],
        "model_config.pooler_config.logit_mean": [None, 0, 1.5],
        "model_config.hf_config.num_labels": [ABSENT, 2, 1],
        "model_config.hf_text_config.num_labels": [ABSENT, 2],
        TEXT: [None, "hf_config", "hf_config.text_config"],
    },
    ("KimiK3ForConditionalGenerationConfig", "model_config"): {
        **{f"model_config.{part}.{QUANT}": [{"quant_method": "compressed-tensors", "format": "mxfp4-pack-quantized"}, ABSENT, None, {}, {"quant_method": "compressed-tensors", "format": "int"}, {"quant_method": "mxfp4", "format": "mxfp4-pack-quantized"}] for part in ("hf_config", "hf_text_config")},
        "model_config.model_arch_config": [{QUANT: {"quant_method": "compressed-tensors", "format": "mxfp4-pack-quantized"}}, {QUANT: None}, {QUANT: {"quant_method": "mxfp4"}}, {QUANT: {}}],
        TEXT: [None, "hf_config", "hf_config.text_config"],
    },
    ("LlamaBidirectionalConfig", "model_config"): {
        "model_config.hf_config.pooling": ["avg", "cls", "last", "max", None, ABSENT, "", 0],
        "model_config.pooler_config": [{"seq_pooling_type": None}, {"seq_pooling_type": "CLS"}, None],
        "model_config.hf_config.is_causal": [ABSENT, True, False],
    },
    ("LlamaNemotronVLConfig", "model_config"): {
        "model_config.hf_config.pooling": ["avg", "cls", "last", "max", None, ABSENT, "", 0, False],
        "model_config.hf_config.llm_config": [ABSENT, {}, {"pooling": "cls"}, {"pooling": None}, {"pooling": "zz", "is_causal": True}, None],
        "model_config.hf_config.vision_config": [ABSENT, {"patch_size": 14}, {"patch_size": None}, {}, None],
        "model_config.hf_config.patch_size": [ABSENT, 7],
        "model_config.pooler_config": [{"seq_pooling_type": None}, {"seq_pooling_type": "CLS"}, None],
    },
    ("LongcatFlashNgramForCausalLMConfig", "vllm_config"): {
        "compilation_config.mode": [None, 0, 1, 3],
        "compilation_config.cudagraph_mode": [None, "NONE", "FULL", "PIECEWISE"],
    },
    ("MiniMaxM3SparseForConditionalGenerationConfig", "model_config"): {
        "environment.platform": ["rocm", "cuda"],
        "model_config.hf_overrides": [{}, {"use_index_cache": True}, {"index_topk_freq": 4, "index_skip_topk_offset": 1}, {"text_config": {"use_index_cache": True}}, None, {"index_skip_topk_offset": None}],
    },
    ("NemotronHForCausalLMConfig", "vllm_config"): {
        "model_config.hf_config.mamba_ssm_cache_dtype": [ABSENT, "float32", "float16", "bfloat16", "auto", None],
        "cache_config.mamba_ssm_cache_dtype": SSM_TYPES,
    },
    ("NemotronHNanoVLV2Config", "vllm_config"): {
        "model_config.hf_config.text_config": [{}, {"mamba_ssm_cache_dtype": "float32"}, {"mamba_ssm_cache_dtype": "float16"}, {"mamba_ssm_cache_dtype": None}, None, ABSENT],
        "model_config.hf_config.mamba_ssm_cache_dtype": [ABSENT, "bfloat16"],
        "cache_config.mamba_ssm_cache_dtype": SSM_TYPES,
    },
    ("NemotronHNanoVLV2Config", "model_config"): {
        "model_config.multimodal_config": [{"media_io_kwargs": kwargs} for kwargs in ({}, {"video": {}}, {"video": {"fps": 2}}, {"video": {"video_backend": "opencv"}}, {"image": {"mode": "RGB"}}, {"video": {"video_backend": None}})] + [None],
    },
    ("NomicBertModelConfig", "model_config"): {
        "model_config.hf_config_class": ["NomicBertConfig", "BertConfig"],
        f"{NOMIC}.activation_function": ["swiglu", "gelu", "relu", ABSENT],
        f"{NOMIC}.position_embedding_type": [ABSENT, "rope", None],
        f"{NOMIC}.mlp_fc1_bias": [False, True, ABSENT],
        f"{NOMIC}.mlp_fc2_bias": [False, True],
        f"{NOMIC}.qkv_proj_bias": [False, True],
        f"{NOMIC}.rotary_emb_scale_base": [None, 512, ABSENT],
        f"{NOMIC}.rotary_emb_interleaved": [False, True, None, ABSENT],
        f"{NOMIC}.layer_norm_epsilon": [1e-12, ABSENT],
        f"{NOMIC}.n_inner": [3072, None],
        f"{NOMIC}.n_embd": [768, 100, None, ABSENT],
        f"{NOMIC}.n_layer": [12, ABSENT],
        f"{NOMIC}.num_attention_heads": [12, 16, None, ABSENT, "12"],
        f"{NOMIC}.max_trained_positions": [ABSENT, 2048, 512, 4096],
        f"{NOMIC}.max_position_embeddings": [ABSENT, 8192, 512],
        f"{NOMIC}.rope_parameters": [{"rope_type": "default", "rope_theta": 1000}, {"rope_type": "dynamic", "factor": 2.0}, {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 2048}, {"rope_type": "default", "max_trained_positions": 1024}, None, ABSENT],
        "model_config.hf_overrides": [{}, {"max_model_len": 4096}, {"rope_theta": 1}, None],
        "model_config.original_max_model_len": [None, 512, 4096],
        "model_config.max_model_len": [8192, 2048, 512],
        "model_config.encoder_config": [{}, {"max_seq_length": 512, "do_lower_case": False}],
        f"{NOMIC}.max_model_len": [ABSENT, 1024],
        f"{NOMIC}.model_max_length": [ABSENT, 4096, 100000, None],
        f"{NOMIC}.model_type": ["nomic_bert"],
        "model_config.model_arch_config": [{"hidden_size": 64, "total_num_hidden_layers": 2, "derived_max_model_len_and_key": [8192, "max_position_embeddings"]}],
        "model_config.runner_type": ["pooling"],
        TEXT: ["hf_config"],
    },
    ("Qwen3ForSequenceClassificationConfig", "model_config"): {
        "model_config.hf_config.is_original_qwen3_reranker": [True, ABSENT, False, None],
        "model_config.hf_config.classifier_from_token": [["no", "yes"], ABSENT, None, [], ["no"], ["a", "b", "c"]],
        TEXT: [None, "hf_config", "hf_config.text_config"],
    },
    ("Qwen3_5ForConditionalGenerationConfig", "vllm_config"): QWEN3_5,
    ("Qwen3_5ForCausalLMConfig", "vllm_config"): {**QWEN3_5, **MROPE},
    ("Qwen4ExpForConditionalGenerationConfig", "vllm_config"): QWEN4,
    ("Qwen4ExpForCausalLMConfig", "vllm_config"): QWEN4,
    ("Qwen4ExpMTPConfig", "vllm_config"): QWEN4,
    ("SequenceClassificationConfig", "vllm_config"): {
        "model_config.hf_config.method": ["from_2_way_softmax", "no_post_processing", "other", None, ABSENT],
        "model_config.hf_text_config.method": [ABSENT, "from_2_way_softmax", "no_post_processing"],
        "model_config.hf_config.classifier_from_token": [["no", "yes"], ["yes"], [], ["a", "b", "c"], None, ABSENT],
        "model_config.hf_text_config.classifier_from_token": [ABSENT, ["no", "yes"], ["yes"]],
        "model_config.hf_text_config.use_sep_token": [ABSENT, True, False, None],
        TEXT: ["hf_config", None, "hf_config.text_config"],
    },
    ("UnlimitedOCRForCausalLMConfig", "model_config"): {
        "model_config.hf_config.text_config": [{}, {"architectures": ["X"], "rswa_window": 64}, None, ABSENT],
        "model_config.hf_config.rswa_window": [ABSENT, None, 64, 0],
    },
    ("UnlimitedOCRForCausalLMConfig", "vllm_config"): {
        "attention_config.backend": BACKENDS,
        "attention_config.flash_attn_version": [None, 2, 3, 4],
        "environment.flash_attn_4": [True, False],
        "cache_config.enable_prefix_caching": [True, False, None],
        "model_config.multimodal_config": [None, *({"mm_encoder_attn_backend": name} for name in (None, "FLASHINFER", "FLASH_ATTN", "TORCH_SDPA"))],
    },
    ("VoyageQwen3BidirectionalEmbedModelConfig", "model_config"): {
        "model_config.hf_config.num_labels": [2048, 2, ABSENT, None],
        "model_config.hf_config.is_causal": [ABSENT, True],
    },
}
DOMAINS["Qwen3VLForSequenceClassificationConfig", "model_config"] = DOMAINS["Qwen3ForSequenceClassificationConfig", "model_config"]
