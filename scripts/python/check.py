"""Builds the wheel, installs it into a clean virtual environment, and runs its tests there. Needs `npm run build` before.

Ends with a line such as `wheel: 9 passed, 0 failed`; where PyPI cannot be reached, all are skipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from build import build

HERE = Path(__file__).resolve().parent


def is_index_reachable(folder: str) -> bool:
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "1", "--timeout", "20"]
    return subprocess.run([*words, "--dest", folder, "hatchling"], check=False, capture_output=True).returncode == 0


def check() -> int:
    with tempfile.TemporaryDirectory() as folder:
        if not is_index_reachable(folder):
            tests = (HERE / "tests/test_package.py").read_text().count("    def test_")
            print(f"PyPI cannot be reached\nwheel: 0 passed, 0 failed, {tests} skipped")
            return 0
        wheel = build(Path(folder))
        venv.create(Path(folder, "venv"), with_pip=True)
        programs = Path(folder, "venv", "Scripts" if os.name == "nt" else "bin")
        python = str(programs / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel), "mypy"], check=True)
        words = [python, "-m", "mypy", "--strict", "--ignore-missing-imports", "-p", "fettle_vllm"]
        typed = subprocess.run(words, cwd=folder, check=False)
        # Nothing of the surroundings' Node: the package brings its own.
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ}
        env = {**kept, "PATH": str(programs), "HOME": folder}
        tested = subprocess.run([python, str(HERE / "tests/run.py")], cwd=folder, env=env, check=False)
        return typed.returncode or tested.returncode


if __name__ == "__main__":
    raise SystemExit(check())
