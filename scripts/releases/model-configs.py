#!/usr/bin/env python3
"""Writes test/vllm/fixtures/families.json: the config.json that transformers writes for each of many model families.

Usage: python3 scripts/releases/model-configs.py   (in an environment that has `transformers`; torch is not needed)

Each is the family's default configuration, as `save_pretrained` writes it, with the architecture that the family generates
text with, or else embeds with. `text` is where transformers itself finds the text part. Names of labels are left out.
"""
import ast
import json
from pathlib import Path

import transformers

FAMILIES = """
afmoe apertus aria bamba bert bloom cohere cohere2 dbrx deepseek_v2 deepseek_v3 dots1 ernie4_5 ernie4_5_moe exaone4 falcon
falcon_h1 falcon_mamba flex_olmo gemma gemma2 gemma3 gemma3_text gemma3n glm glm4 glm4_moe glm4v gpt2 gpt_bigcode gpt_neox gpt_oss
granite granitemoe granitemoehybrid hunyuan_v1_dense hunyuan_v1_moe idefics3 internvl jamba lfm2 llama llama4 llava
llava_next mamba mamba2 minimax mistral mistral3 mixtral modernbert nemotron olmo olmo2 olmo3 olmoe opt ovis2 paligemma phi phi3
phimoe qwen2 qwen2_5_omni qwen2_5_vl qwen2_audio qwen2_moe qwen2_vl qwen3 qwen3_moe qwen3_next qwen3_omni_moe qwen3_vl
qwen3_vl_moe roberta seed_oss smollm3 stablelm starcoder2 voxtral whisper xlm-roberta zamba2
""".split()
TABLES = ["MODEL_FOR_CAUSAL_LM_MAPPING_NAMES", "MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES", "MODEL_FOR_MULTIMODAL_LM_MAPPING_NAMES",
          "MODEL_FOR_SPEECH_SEQ_2_SEQ_MAPPING_NAMES", "MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES", "MODEL_MAPPING_NAMES"]
ENCODERS = {"bert", "modernbert", "roberta", "xlm-roberta"}


def tables():
    """The tables of model classes, read from their source, because importing it needs torch."""
    tree = ast.parse((Path(transformers.__file__).parent / "models/auto/modeling_auto.py").read_text())
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.targets[0].id in TABLES:
            pairs = [item for item in node.value.args[0].elts if isinstance(item, ast.Tuple)]
            found[node.targets[0].id] = dict(ast.literal_eval(item) for item in pairs)
    return found


def architecture(family, names):
    for table in ["MODEL_MAPPING_NAMES"] if family in ENCODERS else TABLES:
        found = names.get(table, {}).get(family)
        if found is not None:
            return found if isinstance(found, str) else found[0]
    return None


def main():
    written, missing, names = {}, [], tables()
    for family in FAMILIES:
        name = architecture(family, names)
        try:
            config = transformers.AutoConfig.for_model(family)
            config.architectures = [name]
            stated = json.loads(config.to_json_string())
        except Exception as error:
            missing.append(f"{family}: {type(error).__name__}")
            continue
        if name is None:
            missing.append(f"{family}: no architecture")
            continue
        written[family] = {"text": path_to(config, config.get_text_config()), "config": without_labels(stated)}
    target = Path(__file__).resolve().parents[2] / "test/vllm/fixtures/families.json"
    lines = ",\n".join(f"  {json.dumps(family)}: {json.dumps(config)}" for family, config in written.items())
    target.write_text("{\n" + lines + "\n}\n")
    print(f"transformers {transformers.__version__}: {len(written)} families; left out: {', '.join(missing) or 'none'}")


def path_to(config, part):
    """Names from a configuration to a part of it."""
    if config is part:
        return []
    for name in config.sub_configs:
        inner = getattr(config, name, None)
        found = None if inner is None or not hasattr(inner, "sub_configs") else path_to(inner, part)
        if found is not None:
            return [name, *found]
    return None


def without_labels(value):
    if isinstance(value, dict):
        return {key: without_labels(inner) for key, inner in value.items() if key not in ("id2label", "label2id")}
    return [without_labels(inner) for inner in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
