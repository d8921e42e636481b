"""Deployments by chance, reproducible by their seed: any flag of a release's parser, with usual values and with edges."""

import json
import random

import flags

# Flags that decide nothing here: of the HTTP server, of other machines, and of the machine that is asked.
LEFT_OUT = (
    "--help --config --model --model-tag --grpc --host --port --uds --uvicorn --ssl --api-key --allowed --allow-cred --root"
    " --middleware --chat-template --response-role --log-config --disable-fastapi --enable-offline-docs --h11"
    " --headless --api-server-count --tokenizer --hf-config-path --hf-token --download-dir --revision --code-revision"
    " --tokenizer-revision --numa-bind --plugin --io-processor --logits-processors --scheduler-cls --worker-cls"
    " --worker-extension-cls --ray --fail-on-environ --lora-modules --tool-parser-plugin --reasoning-parser-plugin"
    " --tool-server --data-parallel-address --data-parallel-rpc-port --master --node-rank --nnodes --model-class"
    " --allowed-local-media-path --debug --kv-transfer-config --ec-transfer-config --speculative-config --generation-config"
).split()

NUMBERS = {
    "int": [0, 1, 2, 3, 4, 8, 16, 64, 128, 1000, 4096, -1],
    "float": [0, 0.5, 0.9, 1, 2, -1],
}
LARGE = [1, 100, 256, 1024, 4096, 8192, 20000, 131072, 10000000]

# Values of flags and fields that take any word.
WORDS = {
    "backend": ["auto", "nccl"],
    "distributed_executor_backend": ["mp", "ray", "uni"],
    "reasoning_parser": ["qwen3", "deepseek_r1", "nothing"],
    "tool_call_parser": ["hermes", "mistral"],
    "quantization": ["fp8", "awq", "bitsandbytes", "modelopt", "nothing"],
    "load_format": ["auto", "dummy", "safetensors", "runai_streamer", "mistral", "nothing"],
    "kv_cache_dtype_skip_layers": ["0", "sliding_window", "1"],
    "config_format": ["auto", "hf", "mistral"],
    "tokenizer_mode": ["auto", "hf", "slow", "mistral"],
    "served_model_name": ["one", "two"],
    "ir_op_priority": ["native"],
    "custom_ops": ["all", "none", "+rms_norm", "-rms_norm", "+quant_fp8"],
    "splitting_ops": ["vllm::unified_attention"],
    "cudagraph_mode": ["NONE", "PIECEWISE", "FULL"],
    "hf_overrides": [{"sliding_window": 1024}, {"max_position_embeddings": 65536}, {"num_hidden_layers": 4}],
    "additional_config": [{"a": 1}],
    "limit_mm_per_prompt": [{"image": 2}, {"image": 0, "video": 0}, {"image": {"count": 1, "width": 640}}],
    "media_io_kwargs": [{"video": {"num_frames": 8}}],
    "mm_processor_kwargs": [{"max_pixels": 1000000}],
    "override_generation_config": [{"temperature": 0.5}],
    "default_mm_loras": [{"image": "/srv/lora"}],
    "model_loader_extra_config": [{"concurrency": 4}],
    "device_ids": ["0", "0,1"],
    "spec_tokens": [1, 3],
    "spec_method": ["ngram", "mtp", "nothing"],
    "spec_model": ["Qwen3-0.6B"],
    "otlp_traces_endpoint": ["http://localhost:4317"],
}


def deployments(known, models, devices, count, seed):
    """So many deployments of these models: half with flags of any kind, half with named flags of `flags.py`."""
    dice = random.Random(seed)
    asked = [flag for flag in known if not flag["names"][0].startswith(tuple(LEFT_OUT))]
    named = [*flags.PLAIN.values(), *flags.EXPERTS.values(), *flags.HYBRID.values()]
    named += [*flags.MULTIMODAL.values(), *flags.POOLING.values()]
    named = [given for given in named if "llama-short" not in " ".join(given)]
    made = []
    for number in range(count):
        if number % 2:
            chosen = [words(flag, dice) for flag in dice.sample(asked, dice.choice([1, 1, 2, 3]))]
        else:
            chosen = dice.sample(named, dice.choice([1, 2, 3]))
        kind = "any" if number % 2 else "named"
        made.append(
            {
                "id": f"{seed}/{kind}/{number}",
                "device": dice.choice(devices),
                "model": dice.choice(models),
                "argv": [word for part in chosen for word in part],
            }
        )
    return made


def words(flag, dice):
    names, takes = flag["names"], flag["takes"]
    if takes is None:
        return [dice.choice(names)]
    field = names[0].removeprefix("--").replace("-", "_")
    values = [value(field, takes, dice) for _ in range(dice.choice([1, 2]) if flag["many"] else 1)]
    return [names[0], *(text if isinstance(text, str) else json.dumps(text) for text in values)]


def value(field, kind, dice):
    if field in WORDS:
        return dice.choice(WORDS[field])
    if isinstance(kind, dict):
        if "choices" in kind:
            return dice.choice([choice for choice in kind["choices"] if choice != "None"])
        if "list" in kind:
            return [value(field, kind["list"] or "int", dice) for _ in range(dice.choice([0, 1, 2]))]
        fields = dice.sample([*kind["section"]], min(len(kind["section"]), dice.choice([1, 1, 2])))
        return {name: value(name, kind["section"][name], dice) for name in fields}
    if kind == "bool":
        return dice.choice([True, False])
    if kind in NUMBERS:
        is_size = any(part in field for part in ("len", "tokens", "size", "seqs", "threshold", "interval"))
        return dice.choice(LARGE if kind == "int" and is_size and dice.random() < 0.5 else NUMBERS[kind])
    return dice.choice(["auto", "something"])
