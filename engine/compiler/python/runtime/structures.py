# Arrays and objects that expressions write.

_FORBIDDEN = frozenset(
    """constructor __defineGetter__ __defineSetter__ hasOwnProperty __lookupGetter__ __lookupSetter__ isPrototypeOf
    propertyIsEnumerable toString valueOf __proto__ toLocaleString prototype _jsonata_lambda _jsonata_function""".split()
)


def _allowed(key: str) -> str:
    if key in _FORBIDDEN:
        raise _ExpressionError("forbidden-key", f"`{key}` cannot be used as a key")
    return key


def _array(nested: Sequence[bool], values: Sequence[Any]) -> List[Any]:
    """A written array. `nested` says of each value whether an array among them is one item or adds its items."""
    made: List[Any] = []
    for is_nested, value in zip(nested, values):
        if value is _ABSENT:
            continue
        if is_nested or not isinstance(value, list):
            made.append(value)
        else:
            _checked_length(len(made) + len(value))
            made.extend(value)
    _spend(len(made))
    return made


def _path_array(nested: Sequence[bool], values: Sequence[Any]) -> _List:
    return _marked(_array(nested, values), _CONSTRUCTED)


def _object(value: Any, pairs: Sequence[Tuple[_Visit, _Visit]]) -> Dict[str, Any]:
    """A written object. Over an array, items that agree on a key are gathered before the value is worked out."""
    if isinstance(value, list):
        if not value:
            raise _ExpressionError("empty-context", "an object cannot be created from an empty array")
        _spend(len(value))
    groups: Dict[str, Tuple[int, Any]] = {}
    for item in value if isinstance(value, list) else [value]:
        for index, (key_of, _value) in enumerate(pairs):
            key = key_of(item)
            if key is _ABSENT:
                continue
            if not isinstance(key, str):
                raise _ExpressionError("T1003", f"a key must be a string, not {_show(key)}")
            group = groups.get(_allowed(key))
            if group is None:
                groups[key] = (index, item)
            elif group[0] == index:
                groups[key] = (index, _append(group[1], item))
            else:
                raise _ExpressionError("D1009", f"the key `{key}` is written twice")
    # Values are worked out in the order in which JavaScript lists what a Map holds: that of their first item.
    made = {key: pairs[index][1](data) for key, (index, data) in groups.items()}
    return _sorted_object({key: child for key, child in made.items() if child is not _ABSENT})


def _count(value: Any) -> int:
    return 0 if value is _ABSENT else len(value) if isinstance(value, list) else 1


def _append(left: Any, right: Any) -> Any:
    if left is _ABSENT:
        return right
    if right is _ABSENT:
        return left
    head = left if isinstance(left, list) else [left]
    tail = right if isinstance(right, list) else [right]
    _checked_length(len(head) + len(tail))
    _spend(len(head) + len(tail))
    return [*head, *tail]


def _reverse(items: Any) -> Any:
    if items is _ABSENT or len(items) <= 1:
        return items
    _spend(len(items))
    return list(reversed(items))


def _distinct(value: Any) -> Any:
    if not isinstance(value, list) or len(value) <= 1:
        return value
    found: List[Any] = []
    for item in value:
        _spend(len(found) + 1)
        if not any(_same(item, known) for known in found):
            found.append(item)
    return _sequence(found) if _has(value, _SEQUENCE) else found


def _sort(items: Any) -> Any:
    if items is _ABSENT or len(items) <= 1:
        return items
    _spend(len(items))
    if all(map(_is_number, items)):
        return sorted(items)
    if all(isinstance(item, str) for item in items):
        return sorted(items, key=_units)
    raise _ExpressionError("D3070", "`$sort` needs an array of only numbers or only strings")


def _keys(value: Any) -> Any:
    found: Dict[str, None] = {}
    _gather(value, found)
    return _sequence(list(_sorted_keys(found)))


def _gather(value: Any, found: Dict[str, None]) -> None:
    if isinstance(value, list):
        _spend(len(value))
        for item in value:
            _gather(item, found)
    elif isinstance(value, dict):
        _spend(len(value))
        found.update(dict.fromkeys(value))


def _lookup(value: Any, key: Any) -> Any:
    if key is _ABSENT:
        raise _ExpressionError("absent-argument", "argument 2 of `$lookup` is absent")
    return _member(value, _allowed(key))


def _merge(objects: Any) -> Any:
    if objects is _ABSENT:
        return _ABSENT
    made: Dict[str, Any] = {}
    for one in objects:
        _spend(len(one) + 1)
        for name, child in one.items():
            made[_allowed(name)] = child
    return _sorted_object(made)


def _spread(value: Any) -> Any:
    if isinstance(value, list):
        _spend(len(value))
        every: Any = _sequence([])
        for item in value:
            every = _append(every, _spread(item))
        return every
    if not isinstance(value, dict):
        return value
    return _sequence([{_allowed(name): value[name]} for name in _sorted_keys(value)])
