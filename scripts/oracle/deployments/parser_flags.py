"""Writes the flags of `vllm serve` as JSON, with what each takes; run by the Python of a release's environment.

A flag has `names`, `takes` (a kind, null for a switch) and `many`. A kind is `{"choices": […]}`, `{"section": {FIELD: KIND}}`,
`{"list": KIND}` or the name of a plain type.
"""

import argparse
import dataclasses
import enum
import json
import os
import sys
import types
import typing

import devices

PLAIN = {bool: "bool", int: "int", float: "float", str: "str"}


def kind_of(hint, depth=0):
    """The first of a type's alternatives that is not None and can be written."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is typing.Annotated:
        return kind_of(inner[0], depth)
    if origin is typing.Literal:
        return {"choices": [value for value in inner if value is not None]}
    if origin in (typing.Union, types.UnionType):
        kinds = [kind_of(part, depth) for part in inner if part is not type(None)]
        choices = [choice for kind in kinds if isinstance(kind, dict) for choice in kind.get("choices", [])]
        return {"choices": choices} if choices else next((kind for kind in kinds if kind), None)
    if origin in (list, set, tuple):
        return {"list": kind_of(inner[0], depth) if inner else "str"}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return {"choices": [*hint.__members__]}
    if dataclasses.is_dataclass(hint) and depth < 3:
        return {"section": fields_of(hint, depth + 1)}
    return None


def hints_of(section):
    """Types of a dataclass's fields, without those that only a type checker can see."""
    found = {}
    for owner in reversed(section.__mro__):
        names = vars(sys.modules[owner.__module__])
        for name, written in vars(owner).get("__annotations__", {}).items():
            try:
                found[name] = eval(written, dict(names)) if isinstance(written, str) else written
            except (NameError, TypeError):
                found.pop(name, None)
    return found


def fields_of(section, depth):
    hints = hints_of(section)
    names = [field.name for field in dataclasses.fields(section) if field.init and not field.name.startswith("_")]
    kinds = {name: kind_of(hints.get(name), depth) for name in names}
    return {name: kind for name, kind in kinds.items() if kind}


def takes(action, hints):
    if action.choices:
        return {"choices": [*map(str, action.choices)]}
    if action.nargs == 0 or isinstance(action, argparse.BooleanOptionalAction):
        return None
    kind = kind_of(hints.get(action.dest))
    plain = PLAIN.get(action.type, "str")
    return kind if isinstance(kind, dict) and "list" not in kind else {"str": kind or "str"}.get(plain, plain)


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    devices.pretend("H100")
    import ask
    from vllm.engine.arg_utils import AsyncEngineArgs

    hints = hints_of(AsyncEngineArgs)
    made, _ = ask.parser()
    serve = made._subparsers._group_actions[0].choices["serve"]
    flags = [
        {
            "names": [name for name in action.option_strings if name.startswith("--")],
            "takes": takes(action, hints),
            "many": action.nargs in ("+", "*"),
        }
        for action in serve._actions
    ]
    json.dump([flag for flag in flags if flag["names"]], out)


main()
