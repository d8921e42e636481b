"""Documents for a handler out of its domain: every combination where they are few, else all pairs of values, and some more."""
import copy
import itertools
import random

from domains import ABSENT, TEXT

# A domain of at most this many combinations is gone through; of another, this many pairs and so many combinations by chance.
EVERY = 220
PAIRS = 480
MORE = 60


def choices(domain):
    """Lists of one value a field. The first value of each field is the base that single values and pairs leave."""
    fields = list(domain)
    size = 1
    for values in domain.values():
        size *= len(values)
    if size <= EVERY:
        return [dict(zip(fields, values)) for values in itertools.product(*domain.values())]
    base = {field: values[0] for field, values in domain.items()}
    found = [base, *({**base, field: value} for field in fields for value in domain[field][1:])]
    dice = random.Random(",".join(fields))
    pairs = [{**base, one: first, other: second} for one, other in itertools.combinations(fields, 2) for first in domain[one][1:] for second in domain[other][1:]]
    found += pairs if len(pairs) <= PAIRS else dice.sample(pairs, PAIRS)
    return found + [{field: dice.choice(values) for field, values in domain.items()} for _ in range(MORE)]


def document(choice, architecture, name="acme/model"):
    """A config document with the values of one choice, and the path of the object that hf_text_config is."""
    written = {"model_config": {"model": name, "architecture": architecture, "is_hybrid": False, "convert_type": "none", "multimodal_config": None, "pooler_config": None, "hf_config": {}, "hf_text_config": {}}}
    text_path = choice.get(TEXT)
    for path, value in choice.items():
        if path == TEXT:
            continue
        keys = path.split(".")
        if text_path is not None and keys[:2] == ["model_config", "hf_text_config"]:
            keys[1:2] = text_path.split(".")
        section = written
        for key in keys[:-1]:
            section = section.setdefault(key, {})
            if section is None:
                break
        if section is None:
            continue
        if value is ABSENT:
            continue
        section[keys[-1]] = copy.deepcopy(value)
    model = written["model_config"]
    if text_path is not None:
        part = model
        for key in text_path.split("."):
            part = part.setdefault(key, {})
        model["hf_text_config"] = copy.deepcopy(part)
    if "model_config.hf_text_config.layer_types" in choice:
        model["model_arch_config"] = {"head_sizes": head_sizes(model["hf_text_config"])}
    return written, text_path


def head_sizes(text):
    """The head size of each kind of layer, as transformers has it for Gemma 4."""
    sizes = {"full_attention": text.get("global_head_dim"), "sliding_attention": text.get("head_dim")}
    return {kind: sizes[kind] or 256 for kind in text.get("layer_types") or []}
