# Text: JavaScript counts in UTF-16 code units, and a half of a pair of them may stand alone.

_HALF = re.compile("[\ud800-\udfff]")


def _units(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _of_units(units: bytes) -> str:
    return units.decode("utf-16-be", "surrogatepass")


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(_units(text)) // 2


def _first_units(text: str, count: int) -> str:
    return text[:count] if text.isascii() else _of_units(_units(text)[: count * 2])


def _joined(text: str) -> str:
    """Text in which halves that have met are one letter."""
    return _of_units(_units(text)) if _HALF.search(text) else text


def _spelled(text: str) -> str:
    """Text with each code unit as a letter of its own."""
    units = _units(text)
    return "".join(chr(units[at] << 8 | units[at + 1]) for at in range(0, len(units), 2))


def _alike(*texts: str) -> Tuple[str, ...]:
    """Texts in which one can be searched for in another: spelled out where one has a half that stands alone."""
    return tuple(_spelled(text) for text in texts) if any(_HALF.search(text) for text in texts) else texts


def _number_text(value: Any) -> str:
    """A number as JavaScript writes it."""
    if type(value) is int:
        return str(value)
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    sign, figures, power = decimal.Decimal(repr(float(value))).as_tuple()
    digits = "".join(map(str, figures))
    shortened = digits.rstrip("0")
    point = len(digits) + int(power)
    count = len(shortened)
    if count <= point <= 21:
        body = shortened + "0" * (point - count)
    elif 0 < point <= 21:
        body = f"{shortened[:point]}.{shortened[point:]}"
    elif -6 < point <= 0:
        body = f"0.{'0' * -point}{shortened}"
    else:
        rest = f".{shortened[1:]}" if count > 1 else ""
        body = f"{shortened[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return f"-{body}" if sign else body


_FIFTEEN = decimal.Context(prec=15, rounding=decimal.ROUND_HALF_UP)


def _rounded(value: Any) -> Any:
    """A number to 15 significant digits."""
    if type(value) is int:
        return value
    if not math.isfinite(value):
        raise _ExpressionError("D1001", "a number is out of range", "limit")
    return value if value.is_integer() else float(_FIFTEEN.create_decimal(decimal.Decimal(value)))


_JSON_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_JSON_SPECIAL = re.compile('["\\\\\x00-\x1f\ud800-\udfff]')


def _json_text(text: str) -> str:
    return '"' + _JSON_SPECIAL.sub(lambda m: _JSON_ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04x}", text) + '"'


def _json_scalar(value: Any) -> str:
    """A value that holds no others, as JSON."""
    if value is None or value is _ABSENT:
        return "null"
    if isinstance(value, str):
        return _json_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return _number_text(value) if math.isfinite(value) else "null"


_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]",
)


def _escape_controls(text: str) -> str:
    return _CONTROLS.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def _show_value(value: Any) -> str:
    """A value inside a message. Control characters are escaped, so that no value can forge a line of a log."""
    if _is_number(value):
        return _number_text(value)
    if value is _ABSENT:
        return "absent"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else f"[{len(value)} items]" if isinstance(value, list) else "{…}"
    return _escape_controls(f"{_first_units(text, 200)}…" if _size(text) > 200 else text)


def _show(value: Any) -> str:
    """A value in an error of an expression: short, in backticks where it is one."""
    if value is _ABSENT:
        return "an absent value"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, dict):
        return "an object"
    text = _json_scalar(value)
    return f"`{_first_units(text, 39)}…`" if _size(text) > 40 else f"`{text}`"
