#!/usr/bin/env python3
"""Writes the environment variables that releases of vLLM read: rules/vllm/catalog/variables.json.

Reads `vllm/envs.py` of every release under SOURCES/<release>, by default $XDG_CACHE_HOME/fettle-oracle/<release>, where
`scripts/oracle/oracle.py fetch` puts it. `in` lists the releases that added and removed a variable in turn, and is omitted if
all releases have it; `default` has the literal default from each release on, and `reads` what its value must be: `flag` (an
integer that means on or off), `integer`, `number`, or one of some choices; null or omitted if any text will do.
"""
import argparse
import ast
import json
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATALOG = ROOT / "rules/vllm/catalog"
ABSENT = object()


@dataclass(frozen=True)
class Variable:
    default: object
    """ABSENT if it is not a literal."""
    reads: object


def read_variables(source: str) -> dict[str, Variable]:
    readers: dict[str, ast.expr] = {}
    defaults: dict[str, object] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for inner in node.body:
                if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name):
                    defaults[inner.target.id] = literal(inner.value)
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and target.id == "environment_variables" and isinstance(node.value, ast.Dict):
            pairs = zip(node.value.keys, node.value.values, strict=True)
            readers = {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
    return {name: Variable(defaults.get(name, ABSENT), reads(name, reader)) for name, reader in readers.items()}


CONVERSIONS = {"int": "integer", "maybe_convert_int": "integer", "maybe_convert_bool": "flag", "float": "number"}


def reads(name: str, reader: ast.expr) -> object:
    """What the value of a variable must be; None if any text will do."""
    if isinstance(reader, ast.Call) and called(reader).endswith("_with_choices"):
        keywords = {keyword.arg: keyword.value for keyword in reader.keywords}
        choices = literal_list(keywords["choices"] if "choices" in keywords else reader.args[2])
        if choices is None:
            return None
        any_case = "case_sensitive" in keywords and ast.unparse(keywords["case_sensitive"]) == "False"
        return {"choices": choices, "isList": called(reader) != "env_with_choices", "isAnyCase": any_case}
    if isinstance(reader, ast.Name) and reader.id == "get_vllm_port":
        return "integer"
    calls = [node for node in ast.walk(reader) if isinstance(node, ast.Call)]
    conversions = [call for call in calls if called(call) in CONVERSIONS and is_variable(name, call.args[0])]
    found = {CONVERSIONS[called(call)] for call in conversions}
    if found == {"integer"} and any(called(call) == "bool" and called(call.args[0]) == "int" for call in calls):
        return "flag"
    return found.pop() if len(found) == 1 else None


def called(node: ast.expr) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def is_variable(name: str, node: ast.expr) -> bool:
    """Whether an expression is the text of the variable itself."""
    if isinstance(node, ast.Subscript):
        return ast.unparse(node.value) == "os.environ" and ast.unparse(node.slice) == repr(name)
    return called(node) in ("os.getenv", "os.environ.get") and ast.unparse(node.args[0]) == repr(name)


def literal_list(node: ast.expr) -> list[str] | None:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if isinstance(value, list) else None


def literal(node: ast.expr | None) -> object:
    try:
        value = ABSENT if node is None else ast.literal_eval(node)
    except ValueError:
        return ABSENT
    return value if value is None or isinstance(value, (bool, int, float, str)) else ABSENT


def changes(values: list[object]) -> list[int]:
    """The places at which a value is another than before."""
    return [index for index, value in enumerate(values) if index == 0 or value != values[index - 1]]


def main() -> None:
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "fettle-oracle"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, nargs="?", default=cache, help="folder with the source of each release")
    sources = parser.parse_args().sources
    known = json.loads((CATALOG / "releases.json").read_text())["releases"]
    releases = [release for release in known if (sources / release / "vllm/envs.py").exists()]
    read = {release: read_variables((sources / release / "vllm/envs.py").read_text()) for release in releases}
    variables = {}
    for name in sorted({name for found in read.values() for name in found}):
        entry: dict[str, object] = {}
        presence = [name in read[release] for release in releases]
        if not all(presence):
            steps = changes(presence)
            entry["in"] = [releases[index] for index in (steps if presence[0] else steps[1:])]
        having = [release for release in releases if name in read[release]]
        own = [read[release][name] for release in having]
        defaults = [variable.default for variable in own]
        if ABSENT not in defaults:
            entry["default"] = {having[index]: defaults[index] for index in changes(defaults)}
        needed = [variable.reads for variable in own]
        if any(need is not None for need in needed):
            entry["reads"] = {having[index]: needed[index] for index in changes(needed)}
        variables[name] = entry
    text = json.dumps({"releases": releases, "variables": variables}, indent=2, ensure_ascii=False)
    (CATALOG / "variables.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
