"""A team's packs as Python modules: those that were built, and folders that are built now."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, List, NamedTuple

from ._node import APP, node


class Packs(NamedTuple):
    place: str
    target: str
    evaluate: Callable[..., Any]


def load_packs(places: str, version: str) -> List[Packs]:
    """Raises ValueError where a place cannot be loaded."""
    loaded: List[Packs] = []
    for place in filter(None, places.split(os.pathsep)):
        if os.path.isdir(place):
            with tempfile.TemporaryDirectory() as folder:
                module = _import(_build(Path(place), version, Path(folder)), place)
        else:
            module = _import(Path(place), place)
        loaded.append(Packs(place, module.TARGET, module.evaluate))
    return loaded


def _import(file: Path, place: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"fettle_packs_{abs(hash(place))}", file)
    if not file.is_file() or spec is None or spec.loader is None:
        raise ValueError(f"FETTLE_PACKS: `{place}` is neither a module that `fettle build` wrote nor a folder of packs")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _build(folder: Path, version: str, out: Path) -> Path:
    """Builds the packs of a folder alone, those of the model's hook first, into a module for this release."""
    packs = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.pack.json"))]
    if not packs:
        raise ValueError(f"FETTLE_PACKS: there is no `*.pack.json` in `{folder}`")
    packs.sort(key=lambda pack: (pack["hook"] != "model_config", pack["pack"]))
    target = f"vllm@{_known_release(version)}"
    stages = [{"pack": pack["pack"]} for pack in packs]
    sets = out / "sets"
    sets.mkdir()
    (sets / "fettle-packs.set.json").write_text(
        json.dumps({"set": "fettle-packs", "target": target, "stages": stages}), encoding="utf-8"
    )
    module = out / "rules.py"
    words = ["build", "--quiet", "--set", "fettle-packs", "--rules", str(folder), "--rules", str(sets), "--out", str(module)]
    built = subprocess.run(
        [node(), str(APP / "dist/cli/main.js"), *words], stderr=subprocess.PIPE, text=True, cwd=out, check=False
    )
    if built.returncode != 0:
        raise ValueError(f"FETTLE_PACKS: the packs in `{folder}` cannot run:\n{built.stderr.strip()}")
    return module


def _known_release(version: str) -> str:
    """The newest release in the catalog up to this one: packs are built for releases that Fettle knows."""
    catalog = json.loads((APP / "rules/vllm/catalog/releases.json").read_text(encoding="utf-8"))
    known: List[str] = catalog["releases"]
    running = _numbers(version)
    return next((release for release in reversed(known) if _numbers(release) <= running), known[0])


def _numbers(version: str) -> List[int]:
    found = re.match(r"\d+(?:\.\d+)*", version)
    return [int(part) for part in found[0].split(".")] if found else [sys.maxsize]
