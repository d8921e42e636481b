#!/usr/bin/env python3
"""Prints what changed from one release of vLLM to another, as JSON with places in the new one's source.

Usage: scripts/follow/differences.py OLD NEW

By syntax tree: layout, comments, documentation and the words of messages do not count, and no text of the source is
printed. `python3 scripts/oracle/oracle.py fetch` brings the sources.
"""
import ast
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts/oracle"), str(ROOT / "scripts/releases")]

import releases  # noqa: E402
from facts import collect  # noqa: E402
from variables import ABSENT, read_variables  # noqa: E402

# Where a configuration is derived: modules, or folders of them.
DERIVATIONS = [
    "config",
    "engine/arg_utils.py",
    "model_executor/models/config.py",
    "platforms",
    "transformers_utils/config.py",
    "transformers_utils/model_arch_config_convertor.py",
    "v1/attention/selector.py",
    "v1/executor/abstract.py",
]
# What documents hold of a field, but for names of types.
SHOWN = ("default", "types")


def derivations(version):
    """Every function of the derivations: module and qualified name, with its code and line."""
    folder = releases.cache() / version / "vllm"
    found = {}
    for place in DERIVATIONS:
        files = sorted((folder / place).rglob("*.py")) if (folder / place).is_dir() else [folder / place]
        for file in filter(Path.exists, files):
            module = str(file.relative_to(folder))
            for name, node in functions(ast.parse(file.read_text())):
                found[module, name] = (releases.plain(node), node.lineno)
    return found


def functions(tree):
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner


def changed_functions(old, new):
    before, after = derivations(old), derivations(new)
    return [
        {"file": module, "name": name, "line": line, "what": "new" if (module, name) not in before else "changed"}
        for (module, name), (code, line) in after.items()
        if before.get((module, name), (None,))[0] != code
    ] + [{"file": module, "name": name, "line": None, "what": "gone"} for module, name in before if (module, name) not in after]


def changed_handlers(old, new):
    before, after = ({name: releases.behavior(version, name) for name in releases.handlers(version)} for version in (old, new))
    tables = releases.dispatch(old), releases.dispatch(new)
    lines = {name: node.lineno for name, node in releases.handlers(new).items()}
    handlers = [
        {"name": name, "file": releases.HANDLERS, "line": lines.get(name), "what": "new" if name not in before else "gone" if name not in after else "changed"}
        for name in [*after, *(name for name in before if name not in after)]
        if before.get(name) != after.get(name)
    ]
    names = [*tables[1], *(name for name in tables[0] if name not in tables[1])]
    architectures = [
        {"name": name, "before": tables[0].get(name), "after": tables[1].get(name)} for name in names if tables[0].get(name) != tables[1].get(name)
    ]
    return handlers, architectures


def fields_of(facts):
    return {
        f"{section}.{field['name']}": {key: field[key] for key in SHOWN if key in field}
        for section, fields in facts["sections"].items()
        for field in fields
        if not field["name"].startswith("_") and not field.get("initOnly")
    }


def flags_of(facts):
    return {flag["names"][0]: {key: flag[key] for key in ("field", "kind", "values")} for flag in facts["flags"]}


def changed(before, after, places):
    """Each entry that came, went or changed, with what it was and is."""
    names = [*after, *(name for name in before if name not in after)]
    return [
        {"name": name, **({"before": before[name]} if name in before else {}), **({"after": after[name]} if name in after else {}), **places.get(name, {})}
        for name in names
        if before.get(name) != after.get(name) or (name in before) != (name in after)
    ]


def field_places(version):
    """Where each field of a section is defined."""
    folder = releases.cache() / version / "vllm"
    return {
        f"{node.name}.{inner.target.id}": {"file": str(file.relative_to(folder)), "line": inner.lineno}
        for file in sorted((folder / "config").rglob("*.py"))
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.ClassDef)
        for inner in node.body
        if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name)
    }


def variables_of(version):
    read = read_variables(releases.source(version, "envs.py"))
    return {name: {} if value is ABSENT else {"default": value} for name, value in read.items()}


def main(old, new):
    facts = [collect(releases.cache() / version) for version in (old, new)]
    handlers, architectures = changed_handlers(old, new)
    print(json.dumps({
        "functions": changed_functions(old, new),
        "handlers": handlers,
        "architectures": architectures,
        "fields": changed(*map(fields_of, facts), field_places(new)),
        "flags": changed(*map(flags_of, facts), {}),
        "variables": changed(variables_of(old), variables_of(new), {}),
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
