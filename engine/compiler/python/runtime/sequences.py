# Paths of expressions. Between two steps, "items" travel: a list is its items, anything else is one item, absent is none.

_SEQUENCE = 1
_KEPT = 2
_CONSTRUCTED = 4
_WRAPPER = 8

_Visit = Callable[[Any], Any]


class _List(List[Any]):
    """A list that an expression made, with marks that say how it flows into others."""

    marks = 0


def _marked(items: List[Any], marks: int) -> _List:
    made = _List(items)
    made.marks = marks
    return made


def _has(value: Any, mark: int) -> bool:
    return isinstance(value, _List) and value.marks & mark != 0


def _sequence(items: List[Any]) -> _List:
    return _marked(items, _SEQUENCE)


def _enter(document: Any) -> Any:
    return _marked([document], _SEQUENCE | _WRAPPER) if isinstance(document, list) else document


def _unwrap(value: Any) -> Any:
    return value[0] if _has(value, _WRAPPER) else value


def _seal(value: Any) -> Any:
    """Settles a sequence: an empty one is absent, one of a single item is the item unless `[]` kept it."""
    if not isinstance(value, _List) or len(value) > 1 or not value.marks & _SEQUENCE:
        return value
    if not value:
        return _ABSENT
    return value if value.marks & _KEPT else value[0]


def _seal_kept(value: Any) -> Any:
    if isinstance(value, _List) and value.marks & _SEQUENCE:
        value.marks |= _KEPT
    return _seal(value)


def _context(value: Any) -> Any:
    return _seal(_unwrap(value))


def _member(value: Any, name: str) -> Any:
    """Reads a key of an object, or of every object in an array, however deep."""
    if isinstance(value, dict):
        return value.get(name, _ABSENT)
    if not isinstance(value, list):
        return _ABSENT
    found: List[Any] = []
    _spend(len(value))
    for item in value:
        inner = _member(item, name)
        if isinstance(inner, list):
            _pour(inner, found)
        elif inner is not _ABSENT:
            found.append(inner)
    return _sequence(found)


def _name(value: Any, key: str) -> Any:
    return _seal(_member(value, key))


def _name_kept(value: Any, key: str) -> Any:
    return _seal_kept(_member(value, key))


def _items(value: Any) -> Any:
    return _sequence([value]) if _has(value, _CONSTRUCTED) else value


def _seed(value: Any) -> List[Any]:
    return value if isinstance(value, list) else _sequence([value])


def _step(value: Any, key: str) -> Any:
    """One key, not the last of its path."""
    if isinstance(value, dict):
        return _items(value[key]) if key in value else _ABSENT
    return _flatten(_collect(value, lambda item: _name(item, key))) if isinstance(value, list) else _ABSENT


def _last_step(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return _settle(value[key]) if key in value else _ABSENT
    return _seal(_finish(_collect(value, lambda item: _name(item, key)))) if isinstance(value, list) else _ABSENT


def _keys_of(value: Any, *names: str) -> Any:
    """A path of keys alone."""
    for name in names[:-1]:
        value = _step(value, name)
    return _last_step(value, names[-1])


def _first(value: Any, visit: _Visit) -> Any:
    return _flatten(_collect(value, visit)) if isinstance(value, list) else _items(visit(value))


def _next(value: Any, visit: _Visit) -> Any:
    return _ABSENT if value is _ABSENT else _first(value, visit)


def _last(value: Any, visit: _Visit) -> Any:
    return _ABSENT if value is _ABSENT else _only(value, visit)


def _only(value: Any, visit: _Visit) -> Any:
    return _seal(_finish(_collect(value, visit))) if isinstance(value, list) else _settle(visit(value))


def _last_kept(value: Any, visit: _Visit) -> Any:
    return _ABSENT if value is _ABSENT else _only_kept(value, visit)


def _only_kept(value: Any, visit: _Visit) -> Any:
    return _keep_list(_finish(_collect(_seed(value), visit)))


def _from_array(value: Any, make: _Visit, rest: _Visit, kept: bool) -> Any:
    """A path that begins with a written array, which is made once, from the whole context."""
    made = make(_seed(value))
    if made:
        return rest(made)
    return _keep_list(made) if kept else made


def _keep_list(value: List[Any]) -> Any:
    return _seal_kept(_sequence([value]) if _has(value, _CONSTRUCTED) and not _has(value, _SEQUENCE) else value)


def _collect(value: List[Any], visit: _Visit) -> List[Any]:
    _spend(len(value))
    return [found for found in (visit(item) for item in value) if found is not _ABSENT]


def _flatten(values: List[Any]) -> _List:
    flat: List[Any] = []
    for value in values:
        if isinstance(value, list) and not _has(value, _CONSTRUCTED):
            _pour(value, flat)
        else:
            flat.append(value)
    return _sequence(flat)


def _pour(source: List[Any], into: List[Any]) -> None:
    _checked_length(len(into) + len(source))
    _spend(len(source))
    into.extend(source)


def _finish(values: List[Any]) -> List[Any]:
    """The end of a path: one array that a step found stays as it is, everything else flows together."""
    if len(values) == 1 and isinstance(values[0], list) and not _has(values[0], _SEQUENCE):
        return values[0]
    return _flatten(values)


def _settle(value: Any) -> Any:
    return _seal(_flatten([value])) if _has(value, _SEQUENCE) else value


def _at(value: Any, index: int) -> Any:
    """`[2]`, `[-1]`: by position, from the end where negative. A picked array is its items."""
    items = value if isinstance(value, list) else [value]
    place = len(items) + index if index < 0 else index
    item = items[place] if 0 <= place < len(items) else _ABSENT
    if item is _ABSENT:
        return _sequence([])
    return item if isinstance(item, list) else _sequence([item])


def _where(value: Any, test: _Visit) -> Any:
    """Every item for which the test holds; where the test gives numbers, they are positions."""
    items = value if isinstance(value, list) else [value]
    _spend(len(items))
    found: List[Any] = []
    for index, item in enumerate(items):
        answer = test(item)
        if answer is True:
            found.append(item)
        elif _is_number(answer):
            _pick(items, index, answer, found)
        elif isinstance(answer, list) and all(map(_is_number, answer)):
            _spend(len(answer))
            for position in answer:
                _pick(items, index, position, found)
        elif _truth(answer):
            found.append(item)
    return _sequence(found)


def _pick(items: List[Any], index: int, position: Any, found: List[Any]) -> None:
    if not math.isfinite(position):
        return
    whole = math.floor(position)
    if (len(items) + whole if whole < 0 else whole) == index:
        found.append(items[index])


def _plain_read(value: Any) -> Any:
    """The result of reading alone: at most its outermost array was made here."""
    return [_present_item(item) for item in value] if isinstance(value, _List) else value


def _plain(value: Any) -> Any:
    """A result as JSON, copied only where something in it carries a mark."""
    if isinstance(value, list):
        _spend(len(value))
        made = [_plain(_present_item(item)) for item in value]
        same = not isinstance(value, _List) and all(item is old for item, old in zip(made, value))
        return value if same else made
    if isinstance(value, dict):
        _spend(len(value))
        inner = {key: _plain(child) for key, child in value.items()}
        return value if all(inner[key] is child for key, child in value.items()) else inner
    return value


def _present_item(item: Any) -> Any:
    if item is _ABSENT:
        raise _ExpressionError("absent-item", "a filter that accepts absent values left a gap in an array")
    return item
