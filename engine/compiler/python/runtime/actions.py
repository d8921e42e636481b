# Actions. The document is a copy that belongs to the evaluation; what goes into the ledger or a log is copied again.


class _Evaluation:
    """One evaluation under way."""

    def __init__(self, given: Mapping[str, Any], document: Dict[str, Any]) -> None:
        self.input = given
        self.document = document
        self.changes: List[Change] = []
        self.logs: List[LogEntry] = []
        self.rule: Optional[str] = None


def _stop(code: str, kind: str, message: str, rule: str, path: str) -> NoReturn:
    raise _Stopped({"code": code, "kind": kind, "message": message, "rule": rule, "path": path})


def _copy_for_place(value: Any, original: Any) -> Any:
    """A copy with keys in order: those that the input has at the place, in its order, then the others sorted."""
    if isinstance(value, list):
        _spend(len(value))
        known = original if isinstance(original, list) else []
        return [_copy_for_place(item, known[at] if at < len(known) else _ABSENT) for at, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    _spend(len(value))
    before = original if isinstance(original, dict) else {}
    copy = {key: _copy_for_place(value[key], before[key]) for key in before if key in value}
    for key in _sorted_keys(value):
        if key not in copy:
            copy[key] = _copy_for_place(value[key], _ABSENT)
    return copy


def _describe_parent(parent: Any, name: str) -> str:
    if parent is _ABSENT:
        return "does not exist"
    if parent is None:
        return "is null"
    return f"has no item {name}" if isinstance(parent, list) else "is not an object"


def _set(e: _Evaluation, path: Tuple[str, ...], value: Any, rule: str) -> None:
    """Writes a value and enters a change in the ledger. An equal value that is there already changes nothing."""
    text = ".".join(path)
    name = path[-1]
    if value is _ABSENT:
        _stop("fettle/absent-value", "missing", f"the value for `{text}` is absent", rule, text)
    parent = _read(e.document, *path[:-1])
    if not isinstance(parent, dict) and not (isinstance(parent, list) and _has_item(parent, name)):
        place = f"`{'.'.join(path[:-1])}` {_describe_parent(parent, name)}"
        _stop("fettle/missing-parent", "missing", f"{place}, so `{text}` cannot be set", rule, text)
    before = _read(parent, name)
    if _strict(before, value) or (before is not _ABSENT and _json_equal(before, value)):
        return
    if _is_structure(value):
        _begin()
        value = _copy_for_place(value, _read(e.input, *path))
    if isinstance(parent, list):
        parent[int(name)] = value
    else:
        parent[name] = value
        if before is _ABSENT:
            _reorder(parent, _read(e.input, *path[:-1]))
    if before is _ABSENT:
        e.changes.append({"path": text, "after": _copy(value), "rule": rule})
    else:
        e.changes.append({"path": text, "before": _copy(before), "after": _copy(value), "rule": rule})


def _reorder(parent: Dict[str, Any], original: Any) -> None:
    """Brings the keys of an object into their order after one was added."""
    before = original if isinstance(original, dict) else {}
    others = _sorted_keys(key for key in parent if key not in before)
    ordered = {key: parent[key] for key in [*(key for key in before if key in parent), *others]}
    if list(ordered) != list(parent):
        parent.clear()
        parent.update(ordered)


def _unset(e: _Evaluation, path: Tuple[str, ...], rule: str) -> None:
    """Removes a key and enters the change; a key that is absent already changes nothing."""
    text = ".".join(path)
    name = path[-1]
    parent = _read(e.document, *path[:-1])
    if isinstance(parent, list) and _has_item(parent, name):
        message = f"`{text}` is an item of an array, which `unset` cannot remove"
        _stop("fettle/array-item", "type", message, rule, text)
    if isinstance(parent, dict) and name in parent:
        e.changes.append({"path": text, "before": _copy(parent.pop(name)), "rule": rule})


def _charge_for(value: Any) -> None:
    if _is_structure(value):
        _charge(len(value))
        for part in value.values() if isinstance(value, dict) else value:
            _charge_for(part)


def _message(parts: Sequence[Any]) -> Tuple[str, Dict[str, Any]]:
    """A message of texts and of names with values, and the values by their names."""
    params: Dict[str, Any] = {}
    for part in parts:
        if not isinstance(part, str):
            name, value = part
            _charge_for(value)
            params[name] = None if value is _ABSENT else _copy(value)
    return "".join(part if isinstance(part, str) else _show_value(part[1]) for part in parts), params


def _log(e: _Evaluation, level: str, code: str, rule: str, parts: Sequence[Any]) -> None:
    message, params = _message(parts)
    e.logs.append({"level": level, "code": code, "rule": rule, "message": message, "params": params})


def _fail(code: str, kind: str, rule: str, parts: Sequence[Any]) -> NoReturn:
    raise _Stopped({"code": code, "kind": kind, "message": _message(parts)[0], "rule": rule})
