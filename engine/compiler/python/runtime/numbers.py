# Functions of numbers that expressions call.

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?\Z")
_BASED = re.compile(r"0([xX][0-9A-Fa-f]+|[oO][0-7]+|[bB][01]+)\Z")
_BASES = {"x": 16, "o": 8, "b": 2}


def _of_base(text: str) -> float:
    try:
        return float(int(text[2:], _BASES[text[1].lower()]))
    except OverflowError:
        return math.inf


def _number(value: Any) -> Any:
    if value is _ABSENT or _is_number(value):
        return value
    if isinstance(value, bool):
        return 1 if value else 0
    result = math.nan
    if isinstance(value, str):
        result = float(value) if _DECIMAL.match(value) else _of_base(value) if _BASED.match(value) else math.nan
    if math.isfinite(result):
        return _double(result)
    raise _ExpressionError("D3030", f"{_show(value)} cannot be converted to a number")


def _abs(value: Any) -> Any:
    return _ABSENT if value is _ABSENT else abs(value)


def _floor(value: Any) -> Any:
    return value if value is _ABSENT or not math.isfinite(value) else _double(float(math.floor(value)))


def _ceil(value: Any) -> Any:
    return value if value is _ABSENT or not math.isfinite(value) else _double(float(math.ceil(value)))


def _round(value: Any, places: Any) -> Any:
    """Half to even. The decimal point moves in the number's text, as multiplying would bring in errors of its own."""
    if value is _ABSENT:
        return _ABSENT
    shift = 0 if places is _ABSENT else places
    moved = value if shift == 0 else _shifted(value, shift)
    if not math.isfinite(moved):
        return _finite(moved)
    whole = math.floor(moved)
    if moved - whole >= 0.5:
        whole += 1
    if abs(whole - moved) == 0.5 and whole % 2 == 1:
        whole -= 1
    return _finite(float(whole) if shift == 0 else _shifted(float(whole), -shift))


def _shifted(value: float, places: float) -> float:
    digits, _mark, exponent = _number_text(value).partition("e")
    try:
        return float(f"{digits}e{_number_text(_double(float(exponent or 0) + places))}")
    except ValueError:
        return math.nan


def _sqrt(value: Any) -> Any:
    if value is _ABSENT:
        return _ABSENT
    if value < 0:
        raise _ExpressionError("D3060", f"`{_number_text(value)}` has no square root")
    return _double(math.sqrt(value))


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _format_base(value: Any, radix: Any) -> Any:
    if value is _ABSENT:
        return _ABSENT
    base = _round(10 if radix is _ABSENT else radix, 0)
    if base < 2 or base > 36:
        raise _ExpressionError("D3100", f"the base must be between 2 and 36, not `{_number_text(base)}`")
    whole = _round(value, 0)
    if base == 10:
        return _number_text(whole)
    rest = abs(float(whole))
    digits = ""
    # Digits beyond what a double holds are zeros in JavaScript.
    while rest >= _EXACT:
        rest /= base
        digits = "0" + digits
    while True:
        figure = math.fmod(rest, base)
        digits = _DIGITS[int(figure)] + digits
        rest = (rest - figure) / base
        if rest <= 0:
            return f"-{digits}" if whole < 0 else digits


def _total(values: Sequence[Any]) -> float:
    total = 0.0
    for value in values:
        total += float(value)
    return total


def _sum(values: Any) -> Any:
    return _ABSENT if values is _ABSENT else _finite(_total(values))


def _average(values: Any) -> Any:
    return _ABSENT if values is _ABSENT or not values else _finite(_total(values) / len(values))


def _extreme(values: Any, choose: Callable[[Any], Any]) -> Any:
    if values is _ABSENT or not values:
        return _ABSENT
    return math.nan if any(value != value for value in values) else choose(values)


def _max(values: Any) -> Any:
    return _extreme(values, max)


def _min(values: Any) -> Any:
    return _extreme(values, min)
