# Operators of conditions: those of json-rules-engine, with JavaScript's ordering.

_BLANKS = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_NUMERAL = r"[+-]?(?:Infinity|[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)"
_BEGINS_WITH_NUMBER = re.compile(f"[{_BLANKS}]*[+-]?(?:Infinity|[0-9]|\\.[0-9])")
_IS_NUMBER = re.compile(f"[{_BLANKS}]*(?:({_NUMERAL})|(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+))?[{_BLANKS}]*\\Z")


def _orders(fact: Any, sign: str, value: Any) -> bool:
    """False of a fact from whose start no number can be read."""
    if _is_number(fact) and _is_number(value):
        return _compared(sign, fact, value)
    left = _primitive(fact)
    if not _is_number(left) and not (isinstance(left, str) and _BEGINS_WITH_NUMBER.match(left)):
        return False
    right = _primitive(value)
    if isinstance(left, str) and isinstance(right, str):
        return _compared(sign, left, right)
    return _compared(sign, _to_number(left), _to_number(right))


def _primitive(value: Any) -> Any:
    """What JavaScript compares in place of a structure: its text."""
    if isinstance(value, dict):
        return "[object Object]"
    if not isinstance(value, list):
        return value
    _charge(len(value))
    return ",".join("" if item is None else _primitive_text(_primitive(item)) for item in value)


def _primitive_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return _number_text(value) if _is_number(value) else ""


def _to_number(value: Any) -> Any:
    if _is_number(value):
        return value
    if isinstance(value, str):
        read = _IS_NUMBER.match(value)
        if read is None:
            return math.nan
        return float(read[1]) if read[1] else _of_base(read[2]) if read[2] else 0
    return math.nan if value is _ABSENT else int(value is True)


def _in(item: Any, items: Any) -> bool:
    if isinstance(items, list):
        _charge(len(items))
        return any(_strict(other, item) for other in items)
    if isinstance(items, str):
        whole, part = _alike(items, _word(item))
        return part in whole
    raise _OperatorError("`in` and `notIn` need an array")


def _word(value: Any) -> str:
    """A value as JavaScript makes a text of it to look for it in another."""
    if value is _ABSENT:
        return "undefined"
    return "null" if value is None else _primitive_text(_primitive(value))


def _holds(items: Any, item: Any) -> bool:
    """Whether an array has an item; unlike elsewhere, not-a-number is found."""
    _charge(len(items))
    return any(_strict(other, item) or (other != other and item != item) for other in items)


def _has_items(fact: Any, value: Any) -> bool:
    return isinstance(fact, list) and _holds(fact, value)


def _lacks_items(fact: Any, value: Any) -> bool:
    return isinstance(fact, list) and not _holds(fact, value)


def _is_set(value: Any) -> bool:
    return value is not None and value is not _ABSENT
