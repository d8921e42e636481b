# The types and values of a document's fields.


def _first_fault(value: Any, schema: Dict[str, Any], path: List[str]) -> None:
    """Raises what is first wrong with a value by its schema."""
    types = schema.get("type", [])
    if types and not any(_is_of_type(value, kind) for kind in types):
        expected = " or ".join(map(_article, types))
        raise _Refused(f"{_place_name(path)} is {_value_words(value)}", f"expected {expected}", path)
    allowed = schema.get("enum")
    if allowed is not None and not any(_json_equal(entry, value) for entry in allowed):
        shown = [_short(entry) for entry in allowed]
        meant = _nearest(value, shown) if isinstance(value, str) else None
        hint = "use one of these" if meant is None else f"did you mean `{meant}`?"
        message = f"{_place_name(path)} is {_value_words(value)}, but must be one of {', '.join(shown)}"
        raise _Refused(message, hint, path)
    if _is_number(value):
        for keyword, words, holds in _BOUNDS:
            bound = schema.get(keyword)
            if bound is not None and not holds(value, bound):
                hint = f"expected {words} {_number_text(bound)}"
                raise _Refused(f"{_place_name(path)} is {_value_words(value)}", hint, path)
    elif isinstance(value, list):
        items = schema.get("items")
        for index, item in enumerate(value if items is not None else []):
            _first_fault(item, items or {}, [*path, str(index)])
    elif isinstance(value, dict):
        properties = schema.get("properties", {})
        for key, child in value.items():
            part = properties.get(key, schema.get("additionalProperties"))
            if isinstance(part, dict):
                _first_fault(child, part, [*path, key])


_BOUNDS: Sequence[Tuple[str, str, Callable[[Any, Any], bool]]] = (
    ("minimum", "at least", lambda value, bound: bool(value >= bound)),
    ("maximum", "at most", lambda value, bound: bool(value <= bound)),
    ("exclusiveMinimum", "more than", lambda value, bound: bool(value > bound)),
    ("exclusiveMaximum", "less than", lambda value, bound: bool(value < bound)),
)


def _is_of_type(value: Any, kind: str) -> bool:
    if kind == "integer":
        return _is_number(value) and math.isfinite(value) and value == math.floor(value)
    if kind == "number":
        return _is_number(value) and math.isfinite(value)
    return bool(_type(value) == kind)


def _place_name(path: Sequence[str]) -> str:
    if not path:
        return "the whole file"
    is_item = len(path) > 1 and re.fullmatch("[0-9]+", path[-1])
    return f"`{path[-2]}[{path[-1]}]`" if is_item else f"`{path[-1]}`"


def _value_words(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return "an array"
    return "an object" if isinstance(value, dict) else f"the {_type(value)} `{_short(value)}`"


def _article(kind: str) -> str:
    return kind if kind == "null" else f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else _json_scalar(value)
    return f"{_first_units(text, 60)}…" if _size(text) > 60 else text


def _nearest(name: str, known: Iterable[str]) -> Optional[str]:
    """The known name closest to a misspelt one, or None where none is close enough to be meant."""
    best: Optional[str] = None
    least = max(2, int(_size(name) / 2.5)) + 1
    for candidate in known:
        edits = _edits(name.lower(), candidate.lower())
        if edits < least:
            best, least = candidate, edits
    return best


def _edits(name: str, candidate: str) -> int:
    edits = _distance(_spelled(name), _spelled(candidate))
    if edits > 1 and _size(name) == _size(candidate) and sorted(name) == sorted(candidate):
        return edits - 1
    return min(edits, 2) if _size(name) >= 3 and candidate.startswith(name) else edits


def _distance(left: str, right: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(right) + 1))
    for at, letter in enumerate(left, 1):
        diagonal, row[0] = row[0], at
        for index, other in enumerate(right, 1):
            cost = min(row[index] + 1, row[index - 1] + 1, diagonal + (letter != other))
            diagonal, row[index] = row[index], cost
    return row[-1]
