# Operators of expressions.


def _finite(value: float) -> Any:
    if not math.isfinite(value):
        raise _ExpressionError("D1001", "a number is out of range", "limit")
    return _double(value)


def _operand(operator: str, left: Any, right: Any) -> _Absent:
    """Absent on one side makes the answer absent, but only after both sides are known to be numbers or absent."""
    if left is not _ABSENT and not _is_number(left):
        raise _ExpressionError("T2001", f"the left side of `{operator}` must be a number, not {_show(left)}")
    if right is not _ABSENT and not _is_number(right):
        raise _ExpressionError("T2002", f"the right side of `{operator}` must be a number, not {_show(right)}")
    return _ABSENT


def _add(left: Any, right: Any) -> Any:
    if _is_number(left) and _is_number(right):
        return _finite(float(left) + float(right))
    return _operand("+", left, right)


def _subtract(left: Any, right: Any) -> Any:
    if _is_number(left) and _is_number(right):
        return _finite(float(left) - float(right))
    return _operand("-", left, right)


def _multiply(left: Any, right: Any) -> Any:
    if _is_number(left) and _is_number(right):
        return _finite(float(left) * float(right))
    return _operand("*", left, right)


def _divide(left: Any, right: Any) -> Any:
    if _is_number(left) and _is_number(right):
        return _finite(float(left) / float(right) if right != 0 else math.nan)
    return _operand("/", left, right)


def _remainder(left: Any, right: Any) -> Any:
    if _is_number(left) and _is_number(right):
        return _finite(math.fmod(left, right) if right != 0 and not math.isinf(left) else math.nan)
    return _operand("%", left, right)


def _negate(value: Any) -> Any:
    if _is_number(value):
        return _finite(-float(value))
    if value is _ABSENT:
        return _ABSENT
    raise _ExpressionError("D1002", f"only a number can be negated, not {_show(value)}")


def _comparable(operator: str, left: Any, right: Any) -> bool:
    if (_is_number(left) and _is_number(right)) or (isinstance(left, str) and isinstance(right, str)):
        return True
    for side in (left, right):
        if side is not _ABSENT and not _is_number(side) and not isinstance(side, str):
            raise _ExpressionError("T2010", f"`{operator}` compares numbers or strings, not {_show(side)}")
    if left is _ABSENT or right is _ABSENT:
        return False
    message = f"`{operator}` needs two numbers or two strings, not {_show(left)} and {_show(right)}"
    raise _ExpressionError("T2009", message)


def _compared(operator: str, left: Any, right: Any) -> bool:
    """Orders two numbers, or two strings by code unit."""
    if isinstance(left, str):
        left, right = _units(left), _units(right)
    if operator == "<":
        return bool(left < right)
    if operator == "<=":
        return bool(left <= right)
    return bool(left > right) if operator == ">" else bool(left >= right)


def _order(operator: str, left: Any, right: Any) -> Any:
    return _compared(operator, left, right) if _comparable(operator, left, right) else _ABSENT


def _equal(left: Any, right: Any) -> bool:
    return left is not _ABSENT and right is not _ABSENT and _same(left, right)


def _unequal(left: Any, right: Any) -> bool:
    return left is not _ABSENT and right is not _ABSENT and not _same(left, right)


def _same(left: Any, right: Any) -> bool:
    """Deep equality: all keys are looked at, so that an error in one is found whatever their order."""
    if _strict(left, right):
        return True
    if not _is_structure(left) or not _is_structure(right):
        return False
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            return False
        _spend(len(left))
        return all(_same(item, other) for item, other in zip(left, right))
    if isinstance(left, list) or isinstance(right, list):
        if "length" not in (right if isinstance(left, list) else left):
            return False
        message = "an array cannot be compared with an object that has a `length`"
        raise _ExpressionError("array-object-equality", message)
    _spend(len(left))
    if len(left) != len(right):
        return False
    is_same = True
    for key, child in left.items():
        is_same = key in right and _same(child, right[key]) and is_same
    return is_same


def _includes(left: Any, right: Any) -> bool:
    if left is _ABSENT or right is _ABSENT:
        return False
    if not isinstance(right, list):
        return _strict(left, right)
    _spend(len(right))
    return any(_strict(item, left) for item in right)


def _boolean(value: Any) -> Any:
    """Whether a value counts as true; absent where nothing is asked."""
    if isinstance(value, bool) or value is _ABSENT:
        return value
    if value is None:
        return False
    if isinstance(value, (str, dict)):
        return len(value) > 0
    if not isinstance(value, list):
        return value != 0
    _spend(len(value))
    return _boolean(value[0]) if len(value) == 1 else any(_boolean(item) is True for item in value)


def _truth(value: Any) -> bool:
    return value is True or (value is not False and _boolean(value) is True)


def _not(value: Any) -> Any:
    return _ABSENT if value is _ABSENT else _boolean(value) is not True


def _exists(value: Any) -> bool:
    return value is not _ABSENT


def _type(value: Any) -> Any:
    if value is _ABSENT:
        return _ABSENT
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object" if isinstance(value, dict) else "number"


def _coalesce(value: Any, otherwise: Callable[[], Any]) -> Any:
    return otherwise() if value is _ABSENT else value


def _or_else(value: Any, otherwise: Callable[[], Any]) -> Any:
    return value if _truth(value) else otherwise()


def _string(value: Any, pretty: Any = _ABSENT) -> Any:
    """A value as a string: strings as they are, the rest as JSON with keys sorted and numbers to 15 significant digits."""
    if value is _ABSENT or isinstance(value, str):
        return value
    if _is_number(value):
        return _json_scalar(_rounded(value))
    left = [_MAX_STRING]
    indent = "\n" if pretty is True else ""
    return _checked(_stringify(_unwrap(value) if isinstance(value, list) else value, "", indent, left))


def _stringify(value: Any, key: str, indent: str, left: List[int]) -> str:
    left[0] -= _size(key) + (_size(value) if isinstance(value, str) else 1)
    if left[0] < 0:
        _checked_size(_MAX_STRING + 1)
    if _is_number(value):
        return _json_scalar(_rounded(value))
    if not _is_structure(value):
        return _json_scalar(value)
    inner = indent + "  " if indent else ""
    if isinstance(value, list):
        parts = [_stringify(item, str(index), inner, left) for index, item in enumerate(value)]
        return _bracketed("[", parts, "]", inner, indent)
    colon = ": " if indent else ":"
    parts = [_json_text(name) + colon + _stringify(value[name], name, inner, left) for name in _sorted_keys(value)]
    return _bracketed("{", parts, "}", inner, indent)


def _bracketed(opening: str, parts: List[str], closing: str, inner: str, outer: str) -> str:
    if not parts:
        return opening + closing
    return opening + inner + ("," + inner).join(parts) + outer + closing


def _text_or_empty(value: Any) -> str:
    text = _string(value)
    return "" if text is _ABSENT else str(text)


def _concat(left: Any, right: Any) -> str:
    return _checked(_joined(_text_or_empty(left) + _text_or_empty(right)))
