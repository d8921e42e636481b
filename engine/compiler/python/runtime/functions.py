# Calls of functions, with the checks that jsonata makes of their arguments.

_KIND_WORDS = {"a": "an array", "s": "a string", "n": "a number", "b": "a boolean", "l": "null", "o": "an object"}
_ANY_KIND = "asnblo"


class _Parameter:
    """One parameter: the kinds of value it takes, and what stands in where it is left out."""

    def __init__(self, text: str) -> None:
        self.left_out = "context" if text.endswith("-") else "allowed" if text.endswith("?") else "never"
        word = text.rstrip("-?")
        self.is_list = word.startswith("[")
        self.of = word[1:-1]
        self.kinds = _ANY_KIND if self.is_list or word == "x" else word

    @property
    def pattern(self) -> str:
        return f"([{self.kinds}m]{'' if self.left_out == 'never' else '?'})"


class _Function:
    def __init__(self, words: str, apply: Callable[..., Any]) -> None:
        self.parameters = [_Parameter(word) for word in words.split()]
        self.apply = apply
        self.pattern = re.compile("".join(parameter.pattern for parameter in self.parameters))


def _kind_of(value: Any) -> str:
    if value is _ABSENT:
        return "m"
    if value is None:
        return "l"
    if isinstance(value, bool):
        return "b"
    if isinstance(value, str):
        return "s"
    return "a" if isinstance(value, list) else "o" if isinstance(value, dict) else "n"


def _fits(parameter: _Parameter, value: Any) -> bool:
    return value is _ABSENT or _kind_of(value) in parameter.kinds


def _wanted(parameter: _Parameter) -> str:
    return " or ".join(_KIND_WORDS[kind] for kind in parameter.kinds)


def _described(value: Any) -> str:
    if value is _ABSENT:
        return "absent"
    return _show(value) if isinstance(value, str) or _is_number(value) else _KIND_WORDS[_kind_of(value)]


def _listed(name: str, parameter: _Parameter, value: Any, position: int) -> Any:
    """The argument as the array that its parameter asks for."""
    if not parameter.is_list or value is _ABSENT:
        return value
    items = value if isinstance(value, list) else [value]
    if parameter.of and not all(_kind_of(item) == parameter.of for item in items):
        word = _KIND_WORDS[parameter.of]
        raise _ExpressionError("T0412", f"argument {position} of `${name}` must be an array whose items are each {word}")
    return items


def _bind(name: str, function: _Function, args: Sequence[Any], context: Any) -> List[Any]:
    parameters = function.parameters
    if len(args) == len(parameters):
        for position, (parameter, value) in enumerate(zip(parameters, args), 1):
            if not _fits(parameter, value):
                message = f"argument {position} of `${name}` must be {_wanted(parameter)}, not {_described(value)}"
                raise _ExpressionError("T0410", message)
        return [_listed(name, *pair, index) for index, pair in enumerate(zip(parameters, args), 1)]
    taken = function.pattern.fullmatch("".join(map(_kind_of, args)))
    if taken is None:
        given = ", ".join(map(_described, args)) if args else "no argument"
        raise _ExpressionError("T0410", f"`${name}` cannot take {given}")
    bound: List[Any] = []
    used = 0
    for index, parameter in enumerate(parameters, 1):
        if taken[index] != "":
            used += 1
            bound.append(_listed(name, parameter, args[used - 1], used))
        elif parameter.left_out != "context":
            bound.append(_ABSENT)
        elif _fits(parameter, context):
            bound.append(context)
        else:
            message = f"`${name}` needs {_wanted(parameter)}, and the context is {_described(context)}"
            raise _ExpressionError("T0411", message)
    return bound


_FUNCTIONS = {
    "string": _Function("x- b?", _string),
    "length": _Function("s-", _length),
    "substring": _Function("s- n n?", _substring),
    "substringBefore": _Function("s- s", _substring_before),
    "substringAfter": _Function("s- s", _substring_after),
    "lowercase": _Function("s-", _lowercase),
    "uppercase": _Function("s-", _uppercase),
    "trim": _Function("s-", _trim),
    "pad": _Function("s- n s?", _pad),
    "contains": _Function("s- s", _contains),
    "split": _Function("s- s n?", _split),
    "join": _Function("[s] s?", _join),
    "replace": _Function("s- s s n?", _replace),
    "number": _Function("nsb-", _number),
    "abs": _Function("n-", _abs),
    "floor": _Function("n-", _floor),
    "ceil": _Function("n-", _ceil),
    "round": _Function("n- n?", _round),
    "sqrt": _Function("n-", _sqrt),
    "formatBase": _Function("n- n?", _format_base),
    "sum": _Function("[n]", _sum),
    "max": _Function("[n]", _max),
    "min": _Function("[n]", _min),
    "average": _Function("[n]", _average),
    "boolean": _Function("x-", _boolean),
    "not": _Function("x-", _not),
    "exists": _Function("x", _exists),
    "type": _Function("x", _type),
    "count": _Function("[]", _count),
    "append": _Function("x x", _append),
    "reverse": _Function("[]", _reverse),
    "distinct": _Function("x", _distinct),
    "sort": _Function("[]", _sort),
    "keys": _Function("x-", _keys),
    "lookup": _Function("x- s", _lookup),
    "merge": _Function("[o]", _merge),
    "spread": _Function("x-", _spread),
}


def _call(name: str, context: Any, args: Sequence[Any]) -> Any:
    """Calls a function. The result may be a sequence that nobody has settled yet."""
    function = _FUNCTIONS[name]
    return function.apply(*_bind(name, function, args, context))
