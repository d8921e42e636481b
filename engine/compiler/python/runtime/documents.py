# Documents as they are given: checked, and copied. `hf_text_config` may be one object with a part of `hf_config`.

_MOST_LEVELS = 1000
_DEEPEST_SHARED = 3


class _Refused(Exception):
    """What is wrong with a document, at a path of keys."""

    def __init__(self, message: str, hint: str, path: Sequence[str]) -> None:
        super().__init__(message)
        self.error: EvaluationError = {
            "code": "fettle/document-type",
            "kind": "type",
            "message": f"{message}: {hint}",
            "rule": None,
            "path": ".".join(path),
        }


def _take(value: Any, path: List[str]) -> Any:
    """A copy of what is given, as JSON values alone."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (int, float)):
        try:
            return _double(float(value)) if isinstance(value, float) or abs(value) > _EXACT else int(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    if len(path) > _MOST_LEVELS:
        message = f"`{path[0]}` is nested deeper than {_MOST_LEVELS} levels, or in a circle"
        raise _Refused(message, "pass an object that is nested less deeply", path[:3])
    if isinstance(value, Mapping):
        copy: Dict[str, Any] = {}
        for key, child in value.items():
            if not isinstance(key, str):
                place = f"`{'.'.join(path)}`" if path else "this"
                raise _Refused(f"{place} has the key {key!r}", "keys are strings, as in JSON", path)
            path.append(key)
            copy[str.__str__(key)] = _take(child, path)
            path.pop()
        return copy
    if isinstance(value, (list, tuple)):
        items: List[Any] = []
        for index, item in enumerate(value):
            path.append(str(index))
            items.append(_take(item, path))
            path.pop()
        return items
    what = f"`{'.'.join(path)}` is a {type(value).__name__}, which JSON cannot represent"
    raise _Refused(what, "pass what `json.loads` returns", path)


def _shared_path(model: Any) -> Optional[List[str]]:
    """The keys that lead from model_config to the object that hf_text_config is."""
    text = model.get("hf_text_config") if isinstance(model, Mapping) else None
    found = _path_to(model.get("hf_config"), text, _DEEPEST_SHARED) if isinstance(text, Mapping) else None
    return None if found is None else ["hf_config", *found]


def _path_to(value: Any, wanted: Any, levels: int) -> Optional[List[str]]:
    if value is wanted:
        return []
    if levels > 0 and isinstance(value, Mapping):
        for key, child in value.items():
            found = _path_to(child, wanted, levels - 1)
            if found is not None:
                return [key, *found]
    return None


_HINT_SAME = (
    "expected `hf_config`, or the path of an object at most 3 keys below it, such as `hf_config.text_config`"
)


def _split_path(text: str) -> List[str]:
    """Names separated by dots; a dot or backslash inside a name has a backslash before it."""
    keys = [""]
    at = 0
    while at < len(text):
        if text[at] == ".":
            keys.append("")
        else:
            at += text[at] == "\\"
            keys[-1] += text[at : at + 1]
        at += 1
    return keys


def _join_path(keys: Sequence[str]) -> str:
    return ".".join(re.sub(r"[.\\]", r"\\\g<0>", key) for key in keys)


def _same_object(model: Dict[str, Any], same: Any, place: List[str]) -> Dict[str, Any]:
    """The object that a `$same` leads to."""
    if not isinstance(same, str):
        raise _Refused("`$same` is not a string", _HINT_SAME, place)
    keys = _split_path(same)
    if keys[0] != "hf_config":
        raise _Refused(f"`{same}` does not begin with `hf_config`", _HINT_SAME, place)
    if len(keys) > _DEEPEST_SHARED + 1:
        raise _Refused(f"`{same}` leads {len(keys) - 1} keys below `hf_config`", _HINT_SAME, place)
    found = model
    for depth, key in enumerate(keys, 1):
        inner = found.get(key, _ABSENT)
        if not isinstance(inner, dict):
            what = "is not in this document"
            if inner is None:
                what = "is null, not an object"
            elif inner is not _ABSENT:
                what = f"is {'an array' if isinstance(inner, list) else f'a {_type(inner)}'}, not an object"
            raise _Refused(f"`{_join_path(keys[:depth])}` {what}", _HINT_SAME, place)
        found = inner
    return found


def _share(given: Mapping[str, Any], document: Dict[str, Any]) -> None:
    """Makes hf_text_config the very object that it is, or that `$same` names, in the copy too."""
    model = document.get("model_config")
    text = model.get("hf_text_config") if isinstance(model, dict) else None
    if not isinstance(model, dict) or not isinstance(text, dict):
        return
    shared = _shared_path(given.get("model_config"))
    if shared is not None:
        model["hf_text_config"] = _read(model, *shared)
    elif "$same" in text:
        place = ["model_config", "hf_text_config"]
        other = next((key for key in text if key != "$same"), None)
        if other is not None:
            hint = f"an object that is the same as another has no keys of its own: remove `{other}`, or `$same`"
            raise _Refused(f"`{other}` cannot be combined with `$same`", hint, [*place, other])
        model["hf_text_config"] = _same_object(model, text["$same"], [*place, "$same"])


def document_to_json(document: Mapping[str, Any]) -> Dict[str, Any]:
    """A document in a form that JSON can hold: `$same` says that hf_text_config is one object with a part of hf_config."""
    model = document.get("model_config")
    shared = _shared_path(model)
    if shared is None or not isinstance(model, Mapping):
        return dict(document)
    return {**document, "model_config": {**model, "hf_text_config": {"$same": _join_path(shared)}}}
