"""Deployments to ask about: each model alone, each flag on its own, and pairs of flags by chance, over all devices."""

import itertools
import random

import drafts
import flags
import limits
import models
from devices import CPU, DEVICES

PAIRS = 60
OTHERS = [name for name in (*DEVICES, CPU) if name != "H100"]

# The groups of models, and the flags that each is asked with. The first two models of a group are asked with every flag.
GROUPS = [
    (models.dense, flags.PLAIN, ["llama", "qwen3"]),
    (models.experts, flags.EXPERTS, ["qwen3-moe", "deepseek-v3"]),
    (models.hybrid, flags.HYBRID, ["qwen3-next", "granite-hybrid"]),
    (models.multimodal, flags.MULTIMODAL, ["qwen3-vl", "gemma3"]),
    (models.pooling, flags.POOLING, ["bert-mean", "qwen3-embedding"]),
]


def deployments():
    """All deployments, each with `id`, `device`, `model`, `argv` and maybe `env`. Ids name what is asked."""
    dice = random.Random("deployments")
    found = {}

    def add(device, model, names, argv, env=None):
        name = "/".join([device.lower(), model, "+".join(names) or "plain"])
        found[name] = {"id": name, "device": device, "model": model, "argv": argv, **({"env": env} if env else {})}

    for model in models.folders():
        add("H100", model, [], [])
        add(dice.choice(OTHERS), model, [], [])
    for group, table, asked in GROUPS:
        for name, argv in table.items():
            add("H100", asked[0], [name], argv)
            if table is not flags.PLAIN:
                add("H100", asked[1], [name], argv)
            add(dice.choice(OTHERS), dice.choice(asked), [name], argv)
            add("H100", dice.choice([*group()]), [name], argv)
        for _ in range(PAIRS):
            one, other = dice.sample([*table], 2)
            add(
                dice.choice(["H100", dice.choice(OTHERS)]),
                dice.choice([*group()]),
                [one, other],
                [*table[one], *table[other]],
            )
    for name, argv in itertools.islice(flags.PLAIN.items(), None):
        if dice.random() < 0.4:
            add(
                "H100",
                dice.choice(
                    [*models.quantized(), *models.experts(), *models.hybrid(), *models.multimodal(), *models.pooling()]
                ),
                [name],
                argv,
            )
    for name, env in flags.VARIABLES.items():
        add("H100", "llama", [f"env-{name}"], [], env)
        add(
            dice.choice(["H100", dice.choice(OTHERS)]),
            dice.choice(["qwen3-moe", "deepseek-v3", "llama-fp8-blocks", "qwen3-vl"]),
            [f"env-{name}"],
            [],
            env,
        )
    for name, argv in drafts.LLAMA.items():
        add("H100", "llama", [f"drafted-{name}"], argv)
    for model, table in drafts.OTHERS.items():
        for name, argv in table.items():
            add("H100", model, [f"drafted-{name}"], argv)
    for name, (flag, env) in drafts.VARIABLES.items():
        add("H100", "llama", [f"drafted-env-{name}"], drafts.LLAMA[flag], env)
    for model, device, table in limits.ASKED:
        for name, argv in table.items():
            add(device, model, [f"limit-{name}"], argv)
    return [*found.values()]
