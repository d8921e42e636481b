"""Small made-up models: what stands in a checkpoint's folder, as far as vLLM reads it for its configuration.

Each has a shape that some derivation asks for: a kind of layers, a way of quantization, a pooling, files beside config.json.
"""

import json


def folders():
    """Files of each model's folder, by the model's name."""
    made = {**dense(), **experts(), **hybrid(), **multimodal(), **pooling(), **quantized()}
    return {name: {"config.json": files} if "architectures" in files else files for name, files in made.items()}


def write(folder, all_files):
    """Writes models below a folder, one folder each."""
    for name, files in all_files.items():
        for path, content in files.items():
            target = folder / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(content))


def model(architecture, model_type, **more):
    return {
        "architectures": [architecture],
        "model_type": model_type,
        "hidden_size": 2048,
        "intermediate_size": 5632,
        "num_hidden_layers": 16,
        "num_attention_heads": 16,
        "num_key_value_heads": 8,
        "max_position_embeddings": 32768,
        "vocab_size": 32000,
        "torch_dtype": "bfloat16",
        **more,
    }


def llama(**more):
    return model("LlamaForCausalLM", "llama", head_dim=128, rms_norm_eps=1e-5, rope_theta=500000.0, **more)


YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 8192}
LLAMA3 = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 8192,
}
DYNAMIC = {"rope_type": "dynamic", "factor": 2.0}


def dense():
    return {
        "llama": llama(max_position_embeddings=131072, rope_scaling=LLAMA3),
        "llama-short": llama(max_position_embeddings=4096),
        "llama-float32": llama() | {"torch_dtype": "float32"},
        "llama-float16": llama() | {"torch_dtype": "float16"},
        "llama-no-dtype": {key: value for key, value in llama().items() if key != "torch_dtype"},
        "llama-yarn": llama(max_position_embeddings=8192, rope_scaling=YARN),
        "llama-dynamic": llama(max_position_embeddings=4096, rope_scaling=DYNAMIC),
        "llama-head-80": llama() | {"head_dim": 80},
        "llama-head-256": llama() | {"head_dim": 256},
        "llama-one-kv-head": llama(num_key_value_heads=1),
        "llama-odd-heads": llama(num_attention_heads=12, num_key_value_heads=4),
        "llama-tokenizer": {
            "config.json": llama(),
            "tokenizer_config.json": {"model_max_length": 2048},
            "generation_config.json": {"temperature": 0.6, "max_new_tokens": 512},
        },
        "mistral-window": model("MistralForCausalLM", "mistral", head_dim=128, sliding_window=4096),
        "qwen2": model(
            "Qwen2ForCausalLM", "qwen2", use_sliding_window=False, sliding_window=32768, max_window_layers=16
        ),
        "qwen3": model("Qwen3ForCausalLM", "qwen3", head_dim=128, max_position_embeddings=40960),
        "gemma2": model(
            "Gemma2ForCausalLM",
            "gemma2",
            head_dim=256,
            sliding_window=4096,
            attn_logit_softcapping=50.0,
            max_position_embeddings=8192,
        ),
        "phi3": model("Phi3ForCausalLM", "phi3", sliding_window=2047, max_position_embeddings=4096, pad_token_id=31999),
        "gpt2": model(
            "GPT2LMHeadModel", "gpt2", n_embd=768, n_head=12, n_layer=12, n_positions=1024, torch_dtype="float32"
        ),
        "opt": model("OPTForCausalLM", "opt", max_position_embeddings=2048, word_embed_proj_dim=2048, ffn_dim=8192),
        "bloom": model("BloomForCausalLM", "bloom", n_head=16, n_layer=16),
        "granite": model("GraniteForCausalLM", "granite"),
        "cohere2": model("Cohere2ForCausalLM", "cohere2", sliding_window=4096),
        "olmo2": model("Olmo2ForCausalLM", "olmo2"),
        "exaone4": model("Exaone4ForCausalLM", "exaone4", sliding_window=4096, sliding_window_pattern=4),
        "glm4": model("Glm4ForCausalLM", "glm4", head_dim=128, num_key_value_heads=2),
        "starcoder2": model("Starcoder2ForCausalLM", "starcoder2", sliding_window=4096),
        "mimo": model("MiMoForCausalLM", "mimo", num_nextn_predict_layers=1),
    }


MLA = {
    "kv_lora_rank": 512,
    "q_lora_rank": 1536,
    "qk_nope_head_dim": 128,
    "qk_rope_head_dim": 64,
    "v_head_dim": 128,
    "num_key_value_heads": 16,
}
MANY = {
    "n_routed_experts": 64,
    "n_shared_experts": 1,
    "num_experts_per_tok": 8,
    "moe_intermediate_size": 1024,
    "n_group": 8,
    "topk_group": 4,
    "first_k_dense_replace": 3,
}
FP8_BLOCKS = {"quant_method": "fp8", "activation_scheme": "dynamic", "fmt": "e4m3", "weight_block_size": [128, 128]}


def experts():
    deepseek = {**MLA, **MANY, "num_nextn_predict_layers": 1}
    alternating = ["sliding_attention", "full_attention"] * 8
    return {
        "mixtral": model("MixtralForCausalLM", "mixtral", num_local_experts=8, num_experts_per_tok=2),
        "qwen3-moe": model(
            "Qwen3MoeForCausalLM",
            "qwen3_moe",
            head_dim=128,
            num_experts=64,
            num_experts_per_tok=8,
            moe_intermediate_size=768,
            num_key_value_heads=4,
        ),
        "olmoe": model("OlmoeForCausalLM", "olmoe", num_experts=64, num_experts_per_tok=8),
        "glm4-moe": model("Glm4MoeForCausalLM", "glm4_moe", **MANY, head_dim=128, num_nextn_predict_layers=1),
        "ernie-moe": model("Ernie4_5_MoeForCausalLM", "ernie4_5_moe", moe_num_experts=64, moe_k=6),
        "gpt-oss": model(
            "GptOssForCausalLM",
            "gpt_oss",
            head_dim=64,
            num_local_experts=32,
            num_experts_per_tok=4,
            sliding_window=128,
            layer_types=alternating,
            max_position_embeddings=131072,
            quantization_config={"quant_method": "mxfp4"},
        ),
        "deepseek-v2": model("DeepseekV2ForCausalLM", "deepseek_v2", **{**MLA, "q_lora_rank": None}, **MANY),
        "deepseek-v3": model("DeepseekV3ForCausalLM", "deepseek_v3", **deepseek, quantization_config=FP8_BLOCKS),
        "deepseek-v3-bf16": model("DeepseekV3ForCausalLM", "deepseek_v3", **deepseek),
        "deepseek-v32": model(
            "DeepseekV32ForCausalLM",
            "deepseek_v32",
            **deepseek,
            index_topk=2048,
            index_head_dim=128,
            index_n_heads=64,
            quantization_config=FP8_BLOCKS,
        ),
    }


def pattern(every, *, of, other, layers=16):
    """A list of layer kinds in which each so many-th is the other."""
    return [other if (layer + 1) % every == 0 else of for layer in range(layers)]


def hybrid():
    linear = {
        "linear_conv_kernel_dim": 4,
        "linear_key_head_dim": 128,
        "linear_num_key_heads": 16,
        "linear_num_value_heads": 32,
        "linear_value_head_dim": 128,
    }
    layers = {"layer_types": pattern(4, of="linear_attention", other="full_attention")}
    qwen35_text = model(
        "",
        "qwen3_5_text",
        head_dim=256,
        num_key_value_heads=2,
        max_position_embeddings=262144,
        mamba_ssm_dtype="float32",
        mtp_num_hidden_layers=1,
        **linear,
        **layers,
    )
    del qwen35_text["architectures"]
    qwen35_moe_text = {
        **qwen35_text,
        "model_type": "qwen3_5_moe_text",
        "num_experts": 64,
        "num_experts_per_tok": 8,
        "moe_intermediate_size": 512,
        "shared_expert_intermediate_size": 512,
    }
    return {
        "mamba": {
            "architectures": ["MambaForCausalLM"],
            "model_type": "mamba",
            "hidden_size": 2048,
            "state_size": 16,
            "num_hidden_layers": 16,
            "conv_kernel": 4,
            "expand": 2,
            "vocab_size": 32000,
            "torch_dtype": "float32",
        },
        "mamba2": {
            "architectures": ["Mamba2ForCausalLM"],
            "model_type": "mamba2",
            "hidden_size": 2048,
            "state_size": 128,
            "num_hidden_layers": 16,
            "conv_kernel": 4,
            "expand": 2,
            "head_dim": 64,
            "num_heads": 64,
            "n_groups": 8,
            "chunk_size": 256,
            "vocab_size": 32000,
            "torch_dtype": "bfloat16",
        },
        "bamba": model(
            "BambaForCausalLM",
            "bamba",
            attn_layer_indices=[5, 11],
            mamba_chunk_size=256,
            mamba_d_state=128,
            mamba_n_heads=64,
            mamba_d_head=64,
        ),
        "jamba": model(
            "JambaForCausalLM",
            "jamba",
            attn_layer_offset=4,
            attn_layer_period=8,
            num_experts=16,
            num_experts_per_tok=2,
            mamba_d_state=16,
            mamba_d_conv=4,
            mamba_expand=2,
            mamba_dt_rank=128,
            max_position_embeddings=262144,
        ),
        "falcon-h1": model(
            "FalconH1ForCausalLM",
            "falcon_h1",
            mamba_d_ssm=4096,
            mamba_n_heads=64,
            mamba_d_head=64,
            mamba_d_state=256,
            mamba_n_groups=1,
            mamba_chunk_size=256,
            mamba_d_conv=4,
        ),
        "granite-hybrid": model(
            "GraniteMoeHybridForCausalLM",
            "granitemoehybrid",
            layer_types=pattern(8, of="mamba", other="attention"),
            mamba_n_heads=64,
            mamba_d_head=64,
            mamba_d_state=128,
            num_local_experts=8,
            num_experts_per_tok=2,
            shared_intermediate_size=1024,
        ),
        "nemotron-h": model(
            "NemotronHForCausalLM",
            "nemotron_h",
            head_dim=128,
            hybrid_override_pattern="M-M*M-M-M*M-M-M-",
            num_hidden_layers=16,
            mamba_head_dim=64,
            mamba_num_heads=128,
            ssm_state_size=128,
            n_groups=8,
            conv_kernel=4,
            chunk_size=128,
            mamba_ssm_cache_dtype="float32",
        ),
        "zamba2": model(
            "Zamba2ForCausalLM",
            "zamba2",
            attention_head_dim=128,
            mamba_d_state=64,
            mamba_d_conv=4,
            n_mamba_heads=8,
            mamba_headdim=512,
            mamba_ngroups=1,
            layers_block_type=pattern(6, of="mamba", other="hybrid"),
            max_position_embeddings=4096,
        ),
        "lfm2": model(
            "Lfm2ForCausalLM",
            "lfm2",
            layer_types=pattern(4, of="conv", other="full_attention"),
            conv_L_cache=3,
            conv_dim=2048,
        ),
        "minimax-m1": model(
            "MiniMaxText01ForCausalLM",
            "minimax",
            head_dim=128,
            layer_types=pattern(8, of="linear_attention", other="full_attention"),
            num_local_experts=8,
            num_experts_per_tok=2,
            attn_type_list=[1 if (layer + 1) % 8 == 0 else 0 for layer in range(16)],
        ),
        "qwen3-next": model(
            "Qwen3NextForCausalLM",
            "qwen3_next",
            head_dim=256,
            num_key_value_heads=2,
            num_experts=64,
            num_experts_per_tok=8,
            moe_intermediate_size=512,
            shared_expert_intermediate_size=512,
            max_position_embeddings=262144,
            **linear,
            **layers,
        ),
        "qwen3.5": {
            "architectures": ["Qwen3_5ForConditionalGeneration"],
            "model_type": "qwen3_5",
            "image_token_id": 248056,
            "text_config": qwen35_text,
            "vision_config": VISION | {"model_type": "qwen3_5"},
        },
        "qwen3.5-moe": {
            "architectures": ["Qwen3_5MoeForConditionalGeneration"],
            "model_type": "qwen3_5_moe",
            "image_token_id": 248056,
            "text_config": qwen35_moe_text,
            "vision_config": VISION | {"model_type": "qwen3_5_moe"},
        },
    }


VISION = {
    "hidden_size": 1152,
    "patch_size": 16,
    "depth": 27,
    "num_heads": 16,
    "out_hidden_size": 2048,
    "spatial_merge_size": 2,
    "deepstack_visual_indexes": [8, 16, 24],
}
QWEN_IMAGES = {
    "image_processor_type": "Qwen2VLImageProcessorFast",
    "patch_size": 16,
    "temporal_patch_size": 2,
    "merge_size": 2,
}


def multimodal():
    text = {
        key: value
        for key, value in model(
            "",
            "qwen3_vl_text",
            head_dim=128,
            rope_scaling={"rope_type": "default", "mrope_section": [24, 20, 20], "mrope_interleaved": True},
        ).items()
        if key != "architectures"
    }
    qwen3_vl = {
        "architectures": ["Qwen3VLForConditionalGeneration"],
        "model_type": "qwen3_vl",
        "image_token_id": 151655,
        "video_token_id": 151656,
        "text_config": text,
        "vision_config": VISION | {"model_type": "qwen3_vl"},
    }
    gemma3_text = {
        key: value
        for key, value in model(
            "",
            "gemma3_text",
            head_dim=256,
            sliding_window=1024,
            sliding_window_pattern=6,
            max_position_embeddings=131072,
        ).items()
        if key != "architectures"
    }
    whisper = {
        "architectures": ["WhisperForConditionalGeneration"],
        "model_type": "whisper",
        "d_model": 1280,
        "encoder_layers": 4,
        "decoder_layers": 4,
        "encoder_attention_heads": 20,
        "decoder_attention_heads": 20,
        "max_source_positions": 1500,
        "max_target_positions": 448,
        "num_mel_bins": 128,
        "vocab_size": 51866,
        "torch_dtype": "float16",
    }
    siglip = {
        "model_type": "siglip_vision_model",
        "hidden_size": 1152,
        "intermediate_size": 4304,
        "num_hidden_layers": 27,
        "num_attention_heads": 16,
        "image_size": 896,
        "patch_size": 14,
    }
    mllama_text = {
        "model_type": "llama",
        "hidden_size": 2048,
        "num_hidden_layers": 16,
        "num_attention_heads": 16,
        "num_key_value_heads": 8,
        "max_position_embeddings": 4096,
        "vocab_size": 32064,
        "torch_dtype": "float16",
    }
    return {
        "qwen2-vl": {
            "config.json": model(
                "Qwen2VLForConditionalGeneration",
                "qwen2_vl",
                rope_scaling={"type": "mrope", "mrope_section": [16, 24, 24]},
                image_token_id=151655,
                vision_config={
                    "depth": 32,
                    "embed_dim": 1280,
                    "hidden_size": 2048,
                    "num_heads": 16,
                    "patch_size": 14,
                    "spatial_merge_size": 2,
                    "temporal_patch_size": 2,
                },
            ),
            "preprocessor_config.json": QWEN_IMAGES,
        },
        "qwen3-vl": {"config.json": qwen3_vl, "preprocessor_config.json": QWEN_IMAGES},
        "gemma3": {
            "config.json": {
                "architectures": ["Gemma3ForConditionalGeneration"],
                "model_type": "gemma3",
                "mm_tokens_per_image": 256,
                "image_token_index": 262144,
                "text_config": gemma3_text,
                "vision_config": siglip,
                "torch_dtype": "bfloat16",
            },
            "preprocessor_config.json": {
                "image_processor_type": "Gemma3ImageProcessor",
                "size": {"height": 896, "width": 896},
            },
        },
        "llava": {
            "config.json": {
                "architectures": ["LlavaForConditionalGeneration"],
                "model_type": "llava",
                "image_token_index": 32000,
                "text_config": mllama_text,
                "vision_config": {
                    "model_type": "clip_vision_model",
                    "hidden_size": 1024,
                    "image_size": 336,
                    "intermediate_size": 4096,
                    "num_attention_heads": 16,
                    "num_hidden_layers": 24,
                    "patch_size": 14,
                    "projection_dim": 768,
                },
                "vision_feature_select_strategy": "default",
                "vision_feature_layer": -2,
            },
            "preprocessor_config.json": {"image_processor_type": "CLIPImageProcessor"},
        },
        "whisper": {
            "config.json": whisper,
            "preprocessor_config.json": {"feature_extractor_type": "WhisperFeatureExtractor"},
        },
    }


def bert(architecture, model_type, **more):
    return {
        "architectures": [architecture],
        "model_type": model_type,
        "hidden_size": 384,
        "intermediate_size": 1536,
        "num_hidden_layers": 12,
        "num_attention_heads": 12,
        "max_position_embeddings": 512,
        "vocab_size": 30522,
        "torch_dtype": "float32",
        **more,
    }


def sentences(config, mode, **files):
    """A model of sentence-transformers, which pools in a mode."""
    kinds = [("0", "", "Transformer"), ("1", "1_Pooling", "Pooling"), ("2", "2_Normalize", "Normalize")]
    modules = [
        {"idx": int(index), "name": index, "path": path, "type": f"sentence_transformers.models.{kind}"}
        for index, path, kind in kinds
    ]
    return {
        "config.json": config,
        "modules.json": modules,
        "1_Pooling/config.json": {"word_embedding_dimension": 384, f"pooling_mode_{mode}": True},
        **files,
    }


def pooling():
    labels = {"id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}}
    limit = {"sentence_bert_config.json": {"max_seq_length": 256, "do_lower_case": True}}
    return {
        "bert": bert("BertModel", "bert"),
        "bert-mean": sentences(bert("BertModel", "bert"), "mean_tokens", **limit),
        "bert-cls": sentences(
            bert("BertModel", "bert"), "cls_token", **{"tokenizer_config.json": {"model_max_length": 512}}
        ),
        "bert-reranker": bert("BertForSequenceClassification", "bert", **labels),
        "bert-tokens": bert("BertForTokenClassification", "bert"),
        "roberta": bert("RobertaModel", "roberta", max_position_embeddings=514, pad_token_id=1),
        "xlm-roberta-reranker": bert(
            "XLMRobertaForSequenceClassification", "xlm-roberta", max_position_embeddings=8194, pad_token_id=1, **labels
        ),
        "modernbert": bert("ModernBertModel", "modernbert", max_position_embeddings=8192),
        "qwen3-embedding": sentences(model("Qwen3ForCausalLM", "qwen3", head_dim=128), "lasttoken"),
        "qwen2-reward": model("Qwen2ForRewardModel", "qwen2"),
        "llama-classifier": llama(id2label={"0": "a", "1": "b", "2": "c"})
        | {"architectures": ["LlamaForSequenceClassification"]},
    }


def compressed(weights, activations=None, form="naive-quantized"):
    return {
        "quant_method": "compressed-tensors",
        "format": form,
        "quantization_status": "compressed",
        "ignore": ["lm_head"],
        "config_groups": {"group_0": {"targets": ["Linear"], "weights": weights, "input_activations": activations}},
    }


def args(bits, kind, strategy, *, dynamic=False, group=None):
    return {
        "num_bits": bits,
        "type": kind,
        "strategy": strategy,
        "symmetric": True,
        "dynamic": dynamic,
        "group_size": group,
    }


def quantized():
    fp8 = compressed(args(8, "float", "channel"), args(8, "float", "token", dynamic=True), "float-quantized")
    int8 = compressed(args(8, "int", "channel"), args(8, "int", "token", dynamic=True), "int-quantized")
    w4 = compressed(args(4, "int", "group", group=128), form="pack-quantized")
    nvfp4 = compressed(
        args(4, "float", "tensor_group", group=16),
        args(4, "float", "tensor_group", dynamic="local", group=16),
        "nvfp4-pack-quantized",
    )
    awq = {"quant_method": "awq", "bits": 4, "group_size": 128, "zero_point": True, "version": "gemm"}
    gptq = {"quant_method": "gptq", "bits": 4, "group_size": 128, "sym": True, "desc_act": False}
    modelopt = {
        "producer": {"name": "modelopt", "version": "0.33.0"},
        "quantization": {
            "quant_algo": "NVFP4",
            "kv_cache_quant_algo": "FP8",
            "group_size": 16,
            "exclude_modules": ["lm_head"],
        },
    }
    modelopt_fp8 = {
        "producer": {"name": "modelopt", "version": "0.33.0"},
        "quantization": {"quant_algo": "FP8", "kv_cache_quant_algo": None, "exclude_modules": ["lm_head"]},
    }
    return {
        "llama-fp8": llama(quantization_config={"quant_method": "fp8", "activation_scheme": "static"}),
        "llama-fp8-blocks": llama(quantization_config=FP8_BLOCKS),
        "llama-awq": llama() | {"torch_dtype": "float16"} | {"quantization_config": awq},
        "llama-gptq": llama(quantization_config=gptq),
        "llama-gptq-3-bits": llama(quantization_config=gptq | {"bits": 3}),
        "llama-compressed-fp8": llama(quantization_config=fp8),
        "llama-compressed-int8": llama(quantization_config=int8),
        "llama-compressed-int4": llama(quantization_config=w4),
        "llama-compressed-nvfp4": llama(quantization_config=nvfp4),
        "llama-bitsandbytes": llama(
            quantization_config={"quant_method": "bitsandbytes", "load_in_4bit": True, "bnb_4bit_quant_type": "nf4"}
        ),
        "llama-modelopt-nvfp4": {"config.json": llama(), "hf_quant_config.json": modelopt},
        "llama-modelopt-fp8": {"config.json": llama(), "hf_quant_config.json": modelopt_fp8},
        "qwen3-moe-fp8": {"config.json": experts()["qwen3-moe"] | {"quantization_config": FP8_BLOCKS}},
    }
