# Values: JSON as Python has it, with the equality, order and text of JavaScript. A number is an int within 2**53 or a float.

_EXACT = 2**53


def _is_number(value: Any) -> bool:
    kind = type(value)
    return kind is int or kind is float


def _double(value: float) -> Any:
    """A number as it is kept: whole ones as int where that is exact, never -0.0."""
    if value == value and abs(value) <= _EXACT and value == int(value):
        return int(value)
    return value


def _strict(left: Any, right: Any) -> bool:
    """JavaScript's `===`: structures are equal only to themselves, and True is not 1."""
    if left is right:
        return type(left) is not float or bool(left == left)
    kind = type(left)
    if kind is bool or kind is dict or isinstance(left, list):
        return False
    other = type(right)
    if kind is int or kind is float:
        return (other is int or other is float) and bool(left == right)
    return kind is other and bool(left == right)


def _is_structure(value: Any) -> bool:
    return isinstance(value, (dict, list))


def _json_equal(left: Any, right: Any) -> bool:
    """Equality of JSON values; what is looked at counts."""
    if _strict(left, right):
        return True
    if isinstance(left, list):
        if not isinstance(right, list):
            return False
        _charge(len(left))
        return len(left) == len(right) and all(_json_equal(item, other) for item, other in zip(left, right))
    if isinstance(left, dict):
        if not isinstance(right, dict):
            return False
        _charge(len(left))
        return len(left) == len(right) and all(
            key in right and _json_equal(value, right[key]) for key, value in left.items()
        )
    return False


def _has_item(items: Sequence[Any], name: str) -> bool:
    return name.isascii() and name.isdigit() and (name == "0" or name[0] != "0") and int(name) < len(items)


def _read(value: Any, *path: str) -> Any:
    """The value at a path, absent where any part of it is; a whole number picks from an array."""
    for name in path:
        if isinstance(value, dict):
            if name not in value:
                return _ABSENT
            value = value[name]
        elif isinstance(value, list) and _has_item(value, name):
            value = value[int(name)]
        else:
            return _ABSENT
    return value


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value


_INDEX = re.compile(r"(?:0|[1-9][0-9]{0,9})\Z")


def _is_index(key: str) -> bool:
    return _INDEX.match(key) is not None and int(key) < 2**32 - 1


def _key_order(key: str) -> Tuple[bool, int, bytes]:
    return (False, int(key), b"") if _is_index(key) else (True, 0, _units(key))


def _sorted_keys(keys: Iterable[str]) -> List[str]:
    """Keys that look like an index first, the others by UTF-16 code unit."""
    return sorted(keys, key=_key_order)


def _sorted_object(value: Dict[str, Any]) -> Dict[str, Any]:
    return {key: value[key] for key in _sorted_keys(value)}
