# Functions of strings that expressions call. Length and positions count characters, not code units.


def _length(text: Any) -> Any:
    return _ABSENT if text is _ABSENT else len(text)


def _position(value: float, size: int) -> int:
    """Where JavaScript's `slice` begins or ends for a position."""
    if value != value:
        return 0
    if math.isinf(value):
        return size if value > 0 else 0
    whole = math.trunc(value)
    return max(0, size + whole) if whole < 0 else min(whole, size)


def _substring(text: Any, start: Any, size: Any) -> Any:
    if text is _ABSENT:
        return _ABSENT
    count = len(text)
    begin = 0 if start is not _ABSENT and count + start < 0 else start
    first = 0 if begin is _ABSENT else _position(begin, count)
    if size is _ABSENT:
        return text[first:]
    if size <= 0:
        return ""
    end = 0 if begin is _ABSENT else begin + size if begin >= 0 else count + begin + size
    return text[first : _position(end, count)]


def _given(name: str, position: int, value: Any) -> str:
    if value is _ABSENT:
        raise _ExpressionError("absent-argument", f"argument {position} of `${name}` is absent")
    return str(value)


def _substring_before(text: Any, mark: Any) -> Any:
    if text is _ABSENT:
        return _ABSENT
    whole, needle = _alike(text, _given("substringBefore", 2, mark))
    at = whole.find(needle)
    return text if at < 0 else _joined(whole[:at])


def _substring_after(text: Any, mark: Any) -> Any:
    if text is _ABSENT:
        return _ABSENT
    whole, needle = _alike(text, _given("substringAfter", 2, mark))
    at = whole.find(needle)
    return text if at < 0 else _joined(whole[at + len(needle) :])


def _lowercase(text: Any) -> Any:
    return _ABSENT if text is _ABSENT else text.lower()


def _uppercase(text: Any) -> Any:
    return _ABSENT if text is _ABSENT else _checked(text.upper())


def _trim(text: Any) -> Any:
    """Runs of blanks, tabs and line ends become one blank; none is left at either end."""
    if text is _ABSENT:
        return _ABSENT
    return re.sub(r"^ | \Z", "", re.sub(r"[ \t\n\r]+", " ", text))


def _pad(text: Any, width: Any, filler: Any) -> Any:
    if text is _ABSENT or width is _ABSENT:
        return text
    if not math.isfinite(width):
        return text if width != width else _checked_size(_MAX_STRING + 1)
    missing = abs(math.trunc(width)) - len(text)
    if missing <= 0:
        return text
    _checked_size(_size(text) + missing)
    unit = " " if filler is _ABSENT or filler == "" else filler
    padding = (unit * (missing // len(unit) + 1))[:missing]
    return _joined(text + padding if width > 0 else padding + text)


def _contains(text: Any, part: Any) -> Any:
    if text is _ABSENT or part is _ABSENT:
        return _ABSENT
    whole, needle = _alike(text, part)
    return needle in whole


def _split(text: Any, separator: Any, limit: Any) -> Any:
    if text is _ABSENT:
        return _ABSENT
    if limit is not _ABSENT and limit < 0:
        raise _ExpressionError("D3020", "the limit of `$split` must not be negative")
    if limit is not _ABSENT and limit == 0:
        return []
    whole, mark = _alike(text, _given("split", 2, separator))
    parts = [_joined(part) for part in (whole.split(mark) if mark else _spelled(text))]
    if limit is not _ABSENT:
        # JavaScript takes the limit as a whole number of 32 bits.
        parts = parts[: math.trunc(limit) % 2**32 if math.isfinite(limit) else 0]
    _checked_length(len(parts))
    return parts


def _join(parts: Any, separator: Any) -> Any:
    if parts is _ABSENT:
        return _ABSENT
    mark = "" if separator is _ABSENT else separator
    size = 0
    for part in parts:
        size += _size(part) + _size(mark)
        _checked_size(size)
    return _joined(mark.join(parts))


def _replace(text: Any, pattern: Any, replacement: Any, limit: Any) -> Any:
    if text is _ABSENT:
        return _ABSENT
    if pattern is not _ABSENT and pattern == "":
        raise _ExpressionError("D3010", "the pattern of `$replace` must not be empty")
    if limit is not _ABSENT and limit < 0:
        raise _ExpressionError("D3011", "the limit of `$replace` must not be negative")
    if limit is not _ABSENT and limit == 0:
        return text
    whole, needle = _alike(text, _given("replace", 2, pattern))
    inserted = _given("replace", 3, replacement)
    found = whole.count(needle)
    if limit is not _ABSENT and limit < found:
        found = math.ceil(limit)
    _checked_size(_size(text) + found * (_size(inserted) - _size(_joined(needle))))
    return _checked(_joined(whole.replace(needle, inserted, found)))
