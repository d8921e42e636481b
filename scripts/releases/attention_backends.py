#!/usr/bin/env python3
"""Writes rules/vllm/catalog/attention-backends.json: the name of each attention backend by the class behind it.

Reads every release under SOURCES/<release>, by default $XDG_CACHE_HOME/fettle-oracle/<release>, where
`scripts/oracle/oracle.py fetch` puts it. A running server states a chosen backend by its class; the command line, and
documents, by its name.
"""
import argparse
import ast
import json
import os
from pathlib import Path

CATALOG = Path(__file__).resolve().parents[2] / "rules/vllm/catalog"
REGISTRY = "vllm/v1/attention/backends/registry.py"


def members(source: str) -> dict[str, str]:
    """Names of the enumeration's members by the classes that they stand for."""
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    found = next(node for node in classes if node.name == "AttentionBackendEnum")
    named = [
        (node.value.value, node.targets[0].id)
        for node in found.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Constant)
    ]
    return {path: name for path, name in named if path}


def main() -> None:
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "fettle-oracle"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, nargs="?", default=cache, help="folder with the source of each release")
    sources = parser.parse_args().sources
    known = json.loads((CATALOG / "releases.json").read_text())["releases"]
    classes: dict[str, str] = {}
    for release in known:
        file = sources / release / REGISTRY
        if file.exists():
            classes.update(members(file.read_text()))
    description = "Names of vLLM's attention backends by their classes; written by scripts/releases/attention_backends.py."
    file = CATALOG / "attention-backends.json"
    file.write_text(json.dumps({"description": description, "classes": dict(sorted(classes.items()))}, indent=2) + "\n")


if __name__ == "__main__":
    main()
