"""Builds the wheel of the Python package into a folder: build.py OUT. Needs `npm run build` before, and PyPI for hatchling."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

# What the command line needs of the build; the library for JavaScript and browsers stays out.
BUILT = ["cli", "solver", "prelinked", "module-runtime.js", "module-types.d.ts", "THIRD-PARTY-LICENSES.txt"]


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copy2(source, target)


def packages() -> list[Path]:
    """The npm packages that the command line needs at run time: `npm ls` knows."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("building the wheel needs npm")
    words = [npm, "ls", "--omit=dev", "--all", "--parseable"]
    listed = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.split("\n")
    # Packages of one platform only make others faster, and this wheel is for all.
    return [Path(line) for line in listed[1:] if line and "@napi-rs" not in line]


def build(out: Path) -> Path:
    if not (ROOT / "dist/cli/serve-python.js").exists():
        raise SystemExit("`npm run build` comes first")
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder)
        for name in ("pyproject.toml", "README.md", "fettle_vllm"):
            copy(HERE / name, stage / name)
        copy(ROOT / "LICENSE", stage / "LICENSE")
        app = stage / "fettle_vllm/app"
        for name in ("package.json", "rules", "schemas"):
            copy(ROOT / name, app / name)
        for name in BUILT:
            copy(ROOT / "dist" / name, app / "dist" / name)
        for package in packages():
            copy(package, app / package.relative_to(ROOT))
        made = stage / "made"
        words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(made), str(stage)]
        subprocess.run(words, check=True)
        (wheel,) = made.glob("*.whl")
        out.mkdir(parents=True, exist_ok=True)
        copy(wheel, out / wheel.name)
        return out / wheel.name


if __name__ == "__main__":
    print(build(Path(sys.argv[1] if len(sys.argv) > 1 else "dist-python").resolve()))
