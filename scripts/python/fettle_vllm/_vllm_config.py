"""Between vLLM's configuration objects and the document that rules run on."""

from __future__ import annotations

import dataclasses
import enum
import json
import math
import typing
from functools import lru_cache
from typing import Any, Dict, List, Optional, Set

from ._node import APP
from ._results import Change

_NONE = object()


@lru_cache(maxsize=1)
def _schema() -> Dict[str, Any]:
    schema: Dict[str, Any] = json.loads((APP / "schemas/vllm-config.schema.json").read_text(encoding="utf-8"))
    return schema


def _resolved(schema: Dict[str, Any]) -> Dict[str, Any]:
    found: Any = schema
    if "$ref" in schema:
        found = _schema()
        for key in schema["$ref"].split("/")[1:]:
            found = found[key]
    result: Dict[str, Any] = found
    return result


def document_of(config: Any) -> Dict[str, Any]:
    """The document of a VllmConfig: what the schema knows; what has no form in JSON is left out."""
    document: Dict[str, Any] = {}
    for name, raw in _schema()["properties"].items():
        value = getattr(config, name, _NONE)
        fields = _resolved(raw).get("properties")
        if value is _NONE:
            continue
        if value is None or fields is None:
            _put(document, name, value, raw)
        else:
            document[name] = _section(value, fields)
    model = getattr(config, "model_config", None)
    if model is not None:
        _share_text_config(model, document["model_config"])
    document["environment"] = _environment()
    return document


def _section(section: Any, fields: Dict[str, Any]) -> Dict[str, Any]:
    found: Dict[str, Any] = {}
    for name, schema in fields.items():
        try:
            value = getattr(section, name, _NONE)
        except Exception:
            # A property that needs more than the configuration, such as a model class that cannot be imported here.
            continue
        if value is not _NONE:
            _put(found, name, value, schema)
    return found


def _put(into: Dict[str, Any], name: str, value: Any, schema: Dict[str, Any]) -> None:
    types = _resolved(schema).get("type", [])
    known: Set[str] = {types} if isinstance(types, str) else set(types)
    form = _as_json(value, known)
    if form is not _NONE and (not known or _type_of(form) & known):
        into[name] = form


def _type_of(value: Any) -> Set[str]:
    if value is None:
        return {"null"}
    if isinstance(value, bool):
        return {"boolean"}
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return {"integer", "number"}
    if isinstance(value, float):
        return {"number"} if math.isfinite(value) else set()
    return {"string"} if isinstance(value, str) else {"array"} if isinstance(value, list) else {"object"}


def _as_json(value: Any, types: Set[str] = frozenset()) -> Any:  # type: ignore[assignment]
    if isinstance(value, enum.Enum):
        return value.name if not types or "string" in types else value.value
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if type(value).__module__ == "torch" and type(value).__name__ == "dtype":
        return str(value).rpartition(".")[2]
    if hasattr(value, "to_dict"):
        return _as_json(value.to_dict())
    if isinstance(value, dict):
        made = {str(key): _as_json(child) for key, child in value.items()}
        return {key: child for key, child in made.items() if child is not _NONE}
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str)
    if isinstance(value, (list, tuple)):
        items = [_as_json(item) for item in value]
        return _NONE if any(item is _NONE for item in items) else items
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _as_json({field.name: getattr(value, field.name, None) for field in dataclasses.fields(value)})
    return _NONE


def _share_text_config(model: Any, section: Dict[str, Any]) -> None:
    whole, text = getattr(model, "hf_config", None), getattr(model, "hf_text_config", None)
    path = _path_to(whole, text, 3) if text is not None else None
    if path is not None and "hf_config" in section:
        section["hf_text_config"] = {"$same": ".".join(["hf_config", *path])}


def _path_to(value: Any, wanted: Any, levels: int) -> Optional[List[str]]:
    if value is wanted:
        return []
    if levels > 0 and hasattr(value, "to_dict"):
        for name, child in vars(value).items():
            found = _path_to(child, wanted, levels - 1)
            if found is not None:
                return [name, *found]
    return None


def _environment() -> Dict[str, Any]:
    from vllm.platforms import current_platform

    kinds = ("cuda", "rocm", "xpu", "cpu", "tpu")
    found = [kind for kind in kinds if getattr(current_platform, f"is_{kind}")()]
    capability = current_platform.get_device_capability()
    return {
        "platform": found[0] if found else "other",
        "device_capability": None if capability is None else capability.major * 10 + capability.minor,
    }


def apply_change(config: Any, change: Change) -> None:
    """Writes one change of the ledger into the configuration. Raises where that has no such place."""
    *parents, name = change["path"].split(".")
    target = config
    for key in parents:
        target = target[int(key)] if isinstance(target, list) else _get(target, key)
    if target is None:
        raise ValueError("there is no such section")
    if "after" not in change:
        if isinstance(target, dict):
            del target[name]
        else:
            delattr(target, name)
        return
    value = change["after"]
    if isinstance(target, list):
        target[int(name)] = value
    elif isinstance(target, dict):
        target[name] = value
    else:
        setattr(target, name, _of_json(value, target, name))


def _get(target: Any, key: str) -> Any:
    return target[key] if isinstance(target, dict) else getattr(target, key)


def _of_json(value: Any, target: Any, name: str) -> Any:
    """A value of the document as vLLM keeps it: a member of an enumeration, or a type of numbers."""
    if hasattr(target, "to_dict"):
        return value
    if not hasattr(target, name):
        raise ValueError("this release has no such field")
    before = getattr(target, name)
    if type(before).__module__ == "torch" and type(before).__name__ == "dtype":
        import torch

        return getattr(torch, value)
    kinds = [type(before)] if isinstance(before, enum.Enum) else _enumerations(type(target), name)
    for kind in kinds:
        if isinstance(value, str) and value in kind.__members__:
            return kind[value]
        if value in [member.value for member in kind]:
            return kind(value)
    if kinds and value is not None:
        raise ValueError(f"expected one of {', '.join(kinds[0].__members__)}")
    return value


def _enumerations(kind: type, name: str) -> List[Any]:
    """The enumerations that a field of a dataclass may hold, by its annotation."""
    try:
        hint = typing.get_type_hints(kind).get(name)
    except Exception:
        return []
    hints = [hint, *typing.get_args(hint)]
    return [part for part in hints if isinstance(part, type) and issubclass(part, enum.Enum)]
