"""vLLM's configuration objects as JSON."""

import dataclasses
import enum
import math
from pathlib import Path

DEEPEST = 14

# Properties that Fettle's documents hold, too.
MODEL_PROPERTIES = [
    "architecture",
    "architectures",
    "is_hybrid",
    "is_attention_free",
    "has_inner_state",
    "is_multimodal_model",
    "is_encoder_decoder",
    "is_moe",
    "runner_type",
    "convert_type",
]


def document(config):
    """The whole configuration by section, with some properties of the model."""
    written = {}
    for field in dataclasses.fields(config):
        if field.name != "quant_config" and hasattr(config, field.name):
            written[field.name] = plain(getattr(config, field.name))
    model = config.model_config
    for name in MODEL_PROPERTIES:
        if name not in written["model_config"] and hasattr(model, name):
            written["model_config"][name] = plain(getattr(model, name))
    return written


def plain(value, depth=0):
    if depth > DEEPEST:
        return None
    if isinstance(value, enum.Enum):
        return value.name
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(value)
    if isinstance(value, dict):
        return {str(plain(key, depth + 1)): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item, depth + 1) for item in value), key=str)
    if isinstance(value, (list, tuple)):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, (Path, range)):
        return str(value)
    if isinstance(value, type):
        return f"{value.__module__}.{value.__qualname__}"
    if dataclasses.is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name), depth + 1)
            for field in dataclasses.fields(value)
            if hasattr(value, field.name)
        }
    if hasattr(value, "model_dump"):
        return plain(value.model_dump(), depth + 1)
    if hasattr(value, "to_dict"):
        return None
    if callable(value) and hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    if type(value).__module__ == "torch":
        return str(value).replace("torch.", "")
    return f"<{type(value).__name__}>"
