#!/usr/bin/env python3
"""Writes rules/vllm/catalog/renamed-keys.json: what the configuration classes of transformers call the shape of a model.

Usage: python3 scripts/releases/renamed-keys.py   (in an environment that has `transformers`; torch is not needed)
"""
import json
from pathlib import Path

import transformers
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

USUAL = ["hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "head_dim", "max_position_embeddings"]
DESCRIPTION = "By model_type: under which key of its own a configuration keeps what rules know under the usual one. Written by scripts/releases/renamed-keys.py."


def main():
    renamed = {}
    for family in sorted(CONFIG_MAPPING.keys()):
        names = getattr(CONFIG_MAPPING[family], "attribute_map", {})
        own = {usual: names[usual] for usual in USUAL if names.get(usual, usual) != usual}
        if own:
            renamed[family] = own
    lines = ",\n".join(f"    {json.dumps(family)}: {json.dumps(own)}" for family, own in renamed.items())
    text = f'{{\n  "description": {json.dumps(DESCRIPTION)},\n  "modelTypes": {{\n{lines}\n  }}\n}}\n'
    Path(__file__).parents[2].joinpath("rules/vllm/catalog/renamed-keys.json").write_text(text)
    print(f"transformers {transformers.__version__}: {len(renamed)} model types")


main()
