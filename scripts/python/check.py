"""Installs a wheel into a clean virtual environment and runs its tests there: check.py WHEEL."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent


def check(wheel: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        programs = Path(folder, "Scripts" if os.name == "nt" else "bin")
        python = str(programs / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel), "mypy"], check=True)
        typed = subprocess.run([python, "-m", "mypy", "--strict", "-p", "fettle_vllm"], cwd=folder, check=False)
        # Nothing of the surroundings' Node: the package brings its own.
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ}
        env = {**kept, "PATH": str(programs), "HOME": folder}
        tests = [python, "-W", "ignore::ResourceWarning", "-m", "unittest", "discover", "-s", str(HERE / "tests")]
        tested = subprocess.run(tests, cwd=folder, env=env, check=False)
        return typed.returncode or tested.returncode


if __name__ == "__main__":
    raise SystemExit(check(Path(sys.argv[1]).resolve()))
