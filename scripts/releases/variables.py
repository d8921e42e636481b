#!/usr/bin/env python3
"""Writes the environment variables that releases of vLLM read: rules/vllm/catalog/variables.json.

Reads `vllm/envs.py` of every release under SOURCES/<release>, by default $XDG_CACHE_HOME/fettle-oracle/<release>, where
`scripts/oracle/oracle.py fetch` puts it. Names and literal defaults only; `in` lists the releases that added and removed a
variable in turn, and is left out where every release has it; `default` has a value from each of the releases on.
"""
import argparse
import ast
import json
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATALOG = ROOT / "rules/vllm/catalog"
ABSENT = object()


def read_variables(source: str) -> dict[str, object]:
    """Each variable with its default, ABSENT where that is no literal."""
    names: list[str] = []
    defaults: dict[str, object] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for inner in node.body:
                if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name):
                    defaults[inner.target.id] = literal(inner.value)
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and target.id == "environment_variables" and isinstance(node.value, ast.Dict):
            names = [key.value for key in node.value.keys if isinstance(key, ast.Constant)]
    return {name: defaults.get(name, ABSENT) for name in names}


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
        own = [read[release].get(name, ABSENT) for release in releases if name in read[release]]
        having = [release for release in releases if name in read[release]]
        if ABSENT not in own:
            entry["default"] = {having[index]: own[index] for index in changes(own)}
        variables[name] = entry
    text = json.dumps({"releases": releases, "variables": variables}, indent=2, ensure_ascii=False)
    (CATALOG / "variables.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
