"""Turns config documents into objects that handlers can work on, and back."""
import copy
import enum

# Values that are mappings in vLLM and in transformers; every other object of a document is an object with attributes.
MAPPINGS = {"quantization_config", "decision_config", "override_generation_config", "encoder_config"}


class Section:
    """A section of the configuration or a part of config.json: its keys are attributes."""


class HuggingFaceConfig(Section):
    """config.json, which knows its text part; the document says which part that is."""

    def get_text_config(self):
        return self.__dict__.get("~text", self)


def is_section(key):
    return key.endswith("_config") and key not in MAPPINGS


def to_objects(document, release, text_path):
    """The whole configuration as objects. `text_path` names the object that hf_text_config is; None for one of its own."""
    document = copy.deepcopy(document)
    whole = to_section(document, "", release)
    model = whole.model_config
    hf_config = getattr(model, "hf_config", None)
    if hf_config is not None:
        name = document["model_config"].get("hf_config_class")
        if name is not None:
            hf_config.__class__ = type(name, (HuggingFaceConfig,), {})
        if text_path is not None:
            model.hf_text_config = follow(model, text_path)
        hf_config.__dict__["~text"] = getattr(model, "hf_text_config", hf_config)
    return whole


def follow(model, path):
    found = model
    for key in path.split("."):
        found = getattr(found, key)
    return found


def to_section(value, path, release):
    section = release.section_class(path)()
    for key, item in value.items():
        inner = f"{path}.{key}".lstrip(".")
        if isinstance(item, dict) and is_section(key):
            item = to_section(item, inner, release)
        elif isinstance(item, str):
            item = release.to_enum(inner, item)
        section.__dict__[key] = item
    return section


def to_json(value):
    """Objects as JSON again; enumeration members by name, tuples as lists."""
    if isinstance(value, Section):
        return {key: to_json(item) for key, item in value.__dict__.items() if not key.startswith("~")}
    if isinstance(value, enum.IntEnum):
        return int(value)
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    return value
