"""The program `fettle`: the bundled command line, run by Node."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import NoReturn

from ._node import APP, node


def main() -> NoReturn:
    try:
        words = [node(), str(APP / "dist/cli/main.js"), *sys.argv[1:]]
    except RuntimeError as fault:
        print(f"error: {fault}", file=sys.stderr)
        raise SystemExit(2) from None
    if os.name != "nt":
        os.execv(words[0], words)
    try:
        raise SystemExit(subprocess.run(words, check=False).returncode)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
