"""Draft models of speculative decoding, and deployments that name one.

Each way of telling a method is there, and each limit on both sides.
"""

import models
from flags import speculation

DSPARK = {"block_size": 7, "markov_rank": 64, "mask_token_id": 31999, "dspark_target_layer_ids": [1, 7, 13]}
DFLASH = {"block_size": 16, "dflash_config": {"mask_token_id": 31999, "target_layer_ids": [1, 7, 13]}}


def folders():
    """Files of each draft's folder, by the draft's name."""
    llama = models.llama
    eagle3 = {"architectures": ["LlamaForCausalLMEagle3"], "draft_vocab_size": 16000, "num_hidden_layers": 1}
    deepseek = models.experts()["deepseek-v3-bf16"]
    qwen3 = models.model("Qwen3ForCausalLM", "qwen3", head_dim=128)
    made = {
        "drafts/eagle3-short": llama(max_position_embeddings=2048) | eagle3,
        "drafts/head-of-third-kind": llama(max_position_embeddings=2048) | eagle3,
        "drafts/eagle3-yarn": llama(max_position_embeddings=8192, rope_scaling=models.YARN) | eagle3,
        "drafts/eagle3-llama3": llama(max_position_embeddings=2048, rope_scaling=models.LLAMA3) | eagle3,
        "drafts/eagle3-dynamic": llama(max_position_embeddings=2048, rope_scaling=models.DYNAMIC) | eagle3,
        "drafts/eagle3-long": llama(max_position_embeddings=262144) | eagle3,
        "drafts/eagle3-no-length": {
            key: value for key, value in (llama() | eagle3).items() if key != "max_position_embeddings"
        },
        "drafts/EAGLE-head": llama(max_position_embeddings=2048, num_hidden_layers=1),
        "drafts/eagle-of-no-class": models.model("OPTForCausalLM", "opt", word_embed_proj_dim=2048, ffn_dim=8192),
        "drafts/vocabulary": llama(vocab_size=32064),
        "drafts/few-heads": llama(num_attention_heads=2, num_key_value_heads=2, hidden_size=256),
        "drafts/fp8": llama(max_position_embeddings=4096, quantization_config=models.FP8_BLOCKS),
        "drafts/tokenizer": {
            "config.json": llama(),
            "tokenizer_config.json": {"model_max_length": 1024},
        },
        "drafts/no-class": models.model("NoSuchForCausalLM", "llama"),
        "drafts/medusa": {
            "architectures": ["MedusaModel"],
            "model_type": "medusa",
            "hidden_size": 2048,
            "num_heads": 3,
            "num_hidden_layers": 1,
            "vocab_size": 32000,
        },
        "drafts/medusa-untyped": {"medusa_num_heads": 3, "medusa_num_layers": 1, "hidden_size": 2048},
        "drafts/mlp": {
            "architectures": ["MLPSpeculatorPreTrainedModel"],
            "model_type": "mlp_speculator",
            "emb_dim": 2048,
            "inner_dim": 2048,
            "n_predict": 4,
            "top_k_tokens_per_head": [5, 4, 3, 3],
            "vocab_size": 32000,
        },
        "drafts/mtp": deepseek | {"max_position_embeddings": 16384, "num_nextn_predict_layers": 2},
        "drafts/mtp-yarn": deepseek | {"rope_scaling": models.YARN, "max_position_embeddings": 8192},
        "drafts/dflash": qwen3 | DFLASH | {"architectures": ["DFlashDraftModel"], "max_position_embeddings": 4096},
        "drafts/dflash-mixed": qwen3
        | DFLASH
        | {
            "architectures": ["DFlashDraftModel"],
            "layer_types": ["sliding_attention", "full_attention"] * 8,
            "sliding_window": 1024,
            "use_sliding_window": True,
        },
        "drafts/dspark": qwen3 | DSPARK | {"architectures": ["Qwen3DSparkModel"], "max_position_embeddings": 4096},
        "drafts/blocks": qwen3 | DSPARK | {"architectures": ["Qwen3DSparkModel"]},
    }
    return {name: files if "config.json" in files else {"config.json": files} for name, files in made.items()}


def given(draft, count=3, **more):
    count = {} if count is None else {"num_speculative_tokens": count}
    return speculation(model=draft if draft.startswith("llama") else f"drafts/{draft}", **count, **more)


LLAMA = {
    **{
        f"auto-{name.split('/')[1]}": given(name.split("/")[1])
        for name in folders()
        if "mtp" not in name and "dflash" not in name and "dspark" not in name
    },
    **{
        f"eagle3-{name}": given(name, method="eagle3")
        for name in ("head-of-third-kind", "eagle3-yarn", "eagle3-dynamic", "EAGLE-head", "vocabulary", "no-class")
    },
    "eagle": given("EAGLE-head", method="eagle"),
    "eagle-of-other": given("few-heads", method="eagle"),
    "eagle-of-no-class": given("eagle-of-no-class", method="eagle"),
    "medusa": given("medusa", method="medusa"),
    "medusa-of-other": given("few-heads", method="medusa"),
    "medusa-untyped": given("medusa-untyped", method="medusa"),
    "mlp": given("mlp", method="mlp_speculator"),
    "mlp-no-count": given("mlp", None),
    "mlp-odd": given("mlp", 6),
    "mlp-double": given("mlp", 8),
    "mlp-tp2": ["-tp", "2", *given("mlp", 4)],
    "draft-tp4": ["-tp", "4", *given("few-heads")],
    "draft-tp4-alone": ["-tp", "4", *given("few-heads", draft_tensor_parallel_size=1)],
    "draft-no-count": given("few-heads", None),
    "draft-length": given("few-heads", max_model_len=2048),
    "draft-length-over": given("few-heads", max_model_len=100000),
    "draft-length-over-target": ["--max-model-len", "1024", *given("few-heads", max_model_len=2048)],
    "draft-short-target": ["--max-model-len", "1024", *given("few-heads")],
    "draft-fp8": given("fp8"),
    "draft-awq": given("few-heads", quantization="awq"),
    "draft-v1": given("llama-short"),
    "draft-float32": ["--dtype", "float32", *given("llama-short")],
    "draft-float16": ["--dtype", "float16", *given("fp8")],
    "draft-lora": ["--enable-lora", *given("llama-short")],
    "draft-pp2": ["-pp", "2", *given("llama-short")],
    "draft-async": ["--async-scheduling", *given("llama-short")],
    "draft-parallel": given("llama-short", parallel_drafting=True),
    "eagle3-parallel": given("eagle3-short", parallel_drafting=True),
    "eagle3-pp2": ["-pp", "2", *given("eagle3-short")],
    "eagle3-length": given("eagle3-yarn", method="eagle3", max_model_len=4096),
    "mtp-of-other": given("few-heads", method="mtp"),
    "suffix-of-draft": given("few-heads", method="suffix"),
    "ngram-of-draft": given("few-heads", method="ngram"),
}

OTHERS = {
    "qwen3": {
        "dflash": given("dflash", 15, method="dflash"),
        "auto-dflash": given("dflash", 15),
        "dflash-no-count": given("dflash", None),
        "dflash-mixed": given("dflash-mixed", 15),
        "dspark": given("dspark", 7),
        "dspark-no-count": given("dspark", None),
        "auto-blocks": given("blocks", 7),
        "eagle3-qwen3": given("eagle3-short", method="eagle3"),
    },
    "deepseek-v3": {
        "auto-mtp": given("mtp", 2),
        "mtp-of-draft": given("mtp", 2, method="mtp"),
        "mtp-odd": given("mtp", 3),
        "mtp-no-count": given("mtp", None),
        "mtp-yarn": given("mtp-yarn", 1),
        "mtp-overridden": [
            "--hf-overrides",
            '{"max_position_embeddings": 65536}',
            *speculation(method="mtp", num_speculative_tokens=1),
        ],
        "mtp-name": speculation(method="deepseek_mtp", num_speculative_tokens=1),
        "mtp-itself": speculation(model="deepseek-v3", num_speculative_tokens=1),
    },
    "gemma2": {"eagle3-gemma2": given("eagle3-short", method="eagle3")},
    "mimo": {"mtp-of-mimo": speculation(model="mimo", num_speculative_tokens=1)},
}

VARIABLES = {
    "v1": ("auto-EAGLE-head", {"VLLM_USE_V2_MODEL_RUNNER": "0"}),
    "v1-draft": ("draft-v1", {"VLLM_USE_V2_MODEL_RUNNER": "0"}),
    "v1-yarn": ("eagle3-eagle3-yarn", {"VLLM_USE_V2_MODEL_RUNNER": "0"}),
    "long": ("draft-length-over", {"VLLM_ALLOW_LONG_MAX_MODEL_LEN": "1"}),
}
