"""Virtual environments with a release of vLLM in each: made, found, removed. They are large: keep one or two."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from releases import cache, version_key

PYTHON = "3.12"


def folder(version):
    return cache() / "environments" / version


def installed():
    """Releases that have an environment, oldest first."""
    found = [path.parent.parent.name for path in (cache() / "environments").glob("*/bin/python")]
    return sorted(found, key=version_key)


def python():
    """The Python that most releases have wheels for and that runs; else this one."""
    found = shutil.which(f"python{PYTHON}")
    runs = found is not None and subprocess.run([found, "--version"], capture_output=True).returncode == 0
    return found if runs else sys.executable


def install(version):
    """Makes the environment with pip, unless there is one; a half-made one is removed."""
    target = folder(version)
    if (target / "bin/python").exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run([python(), "-m", "venv", target], check=True)
        subprocess.run([target / "bin/pip", "install", "--quiet", "--no-cache-dir", f"vllm=={version}"], check=True)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return target


def remove(version):
    target = folder(version)
    if target.is_symlink():
        target.unlink()
    else:
        shutil.rmtree(target)


def libcuda():
    """Folder of a libcuda.so.1 whose every call answers that there is no device, so that vLLM's libraries load."""
    target = cache() / "libcuda"
    library = target / "libcuda.so.1"
    if not library.exists():
        target.mkdir(parents=True, exist_ok=True)
        source = Path(__file__).with_name("libcuda.c")
        subprocess.run(["cc", "-shared", "-o", library, source], check=True)
    return target


def tools():
    """A toolkit's `bin` with an nvcc and a ninja that only tell their versions, which some libraries ask on import."""
    target = cache() / "toolkit/bin"
    target.mkdir(parents=True, exist_ok=True)
    for name, answer in {"nvcc": "Cuda compilation tools, release 13.0, V13.0.88", "ninja": "1.12.1"}.items():
        script = target / name
        script.write_text(f'#!/bin/sh\necho "{answer}"\n')
        script.chmod(0o755)
    return target


def variables():
    """Variables under which the environment's Python is started: offline, and no message home."""
    scratch = cache() / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "PATH": f"{tools()}:{os.environ['PATH']}",
        "LD_LIBRARY_PATH": str(libcuda()),
        "HF_HOME": str(scratch / "huggingface"),
        "VLLM_CACHE_ROOT": str(scratch / "vllm"),
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "VLLM_NO_USAGE_STATS": "1",
        "DO_NOT_TRACK": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_NUM_THREADS": "1",
        "HUMMING_DISABLE_PARALLEL_BUILD": "1",
    }
