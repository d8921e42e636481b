#!/usr/bin/env python3
"""What real servers say of themselves, for the tests of `fettle compare`: writes test/vectors/server-info/<release>.json.gz.

Usage: scripts/oracle/server_info.py RELEASE

Makes a real VllmConfig for each deployment below in the environment of `scripts/oracle/deployments`, which has no GPU,
and keeps what `/server_info` answers in both of its formats, and what the log states: configuration and arguments as Python's
`repr` writes them. Names and values only: none of the words around them in a log, which tests write themselves.
"""
import gzip
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "test/vllm/fixtures"
VECTORS = ROOT / "test/vectors/server-info"
sys.path.insert(0, str(Path(__file__).parent / "deployments"))

PIECEWISE = json.dumps({"cudagraph_mode": "PIECEWISE"})
NGRAM = json.dumps({"method": "ngram", "num_speculative_tokens": 3, "prompt_lookup_max": 4})
# id, device, model, arguments, variables
SERVERS = [
    ("llama", "H100", "llama", [], {}),
    ("llama-small", "H100", "llama", ["--max-num-seqs", "64", "--max-model-len", "4096"], {}),
    ("llama-l4", "L4", "llama", [], {}),
    ("llama-l4-small", "L4", "llama", ["--max-num-seqs", "64"], {}),
    ("llama-eager", "H100", "llama", ["--enforce-eager", "--no-enable-prefix-caching"], {}),
    ("llama-ngram", "H100", "llama", ["--speculative-config", NGRAM], {}),
    ("llama-breakable", "H100", "llama", [], {"VLLM_USE_BREAKABLE_CUDAGRAPH": "1"}),
    ("llama-cpu", "CPU", "llama", [], {}),
    ("qwen3-fp8-cache", "H100", "qwen3-32b", ["-tp", "4", "--kv-cache-dtype", "fp8"], {}),
    ("qwen3-backend", "H100", "qwen3-32b", ["--attention-backend", "FLASHINFER", "--block-size", "64"], {}),
    ("nemotron-piecewise", "H100", "nemotron-h", ["-cc", PIECEWISE], {}),
    ("gemma4-b200", "B200", "gemma4", ["--max-model-len", "8192"], {}),
    ("bge-m3", "H100", "bge-m3", [], {}),
    ("whisper", "H100", "whisper", [], {}),
]


def main(release):
    import environments

    python = environments.install(release) / "bin/python"
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name in sorted({model for _, _, model, _, _ in SERVERS}):
            (Path(folder) / name).mkdir()
            (Path(folder) / name / "config.json").write_text((FIXTURES / f"{name}.config.json").read_text())
        for device in sorted({device for _, device, _, _, _ in SERVERS}):
            command = [python, __file__, "ask", device]
            variables = {name: value for name, value in environments.variables().items() if name != "VLLM_NO_USAGE_STATS"}
            run = subprocess.run(command, cwd=folder, env=variables, check=True, stdout=subprocess.PIPE, text=True)
            found += map(json.loads, run.stdout.splitlines())
    VECTORS.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"release": release, "servers": found}, sort_keys=True)
    (VECTORS / f"{release}.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(found)} servers", file=sys.stderr)


def ask(device):
    """Prints what each server on a device says, one JSON text a line; each is made in a process of its own."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    import devices

    devices.pretend(device)
    import vllm.model_executor.models.registry as registry

    registry._run_in_subprocess = lambda call: call()
    for module in ("engine.arg_utils", "entrypoints.cli.serve", "model_executor.models.config"):
        importlib.import_module(f"vllm.{module}")
    for server in SERVERS:
        if server[1] != device:
            continue
        out.flush()
        child = os.fork()
        if child == 0:
            print(json.dumps(describe(*server)), file=out, flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status != 0:
            print(f"{server[0]} does not start, and is left out", file=sys.stderr)


def describe(name, device, model, argv, variables):
    os.environ.update(variables)
    import pydantic
    from vllm import __version__, envs
    from vllm.config import VllmConfig
    from vllm.config.utils import normalize_value
    from vllm.engine.arg_utils import AsyncEngineArgs
    from vllm.entrypoints.cli.serve import ServeSubcommand
    from vllm.usage.usage_lib import UsageContext
    from vllm.utils.argparse_utils import FlexibleArgumentParser

    import devices

    parser = FlexibleArgumentParser(description="vLLM CLI")
    command = ServeSubcommand()
    command.subparser_init(parser.add_subparsers(required=False, dest="subparser")).set_defaults(dispatch_function=command.cmd)
    arguments = parser.parse_args(["serve", model, *argv])
    command.validate(arguments)
    arguments.model = arguments.model_tag or arguments.model
    stated = repr(non_default(arguments))
    config = AsyncEngineArgs.from_cli_args(arguments).create_engine_config(usage_context=UsageContext.OPENAI_API_SERVER)
    stated_variables = {
        key: normalize_value(getattr(envs, key))
        for key in dir(envs)
        if key.startswith("VLLM_") and "KEY" not in key and getattr(envs, key, None) is not None and is_portable(key, variables)
    }
    gpu = "" if device == devices.CPU else f"GPU 0: {devices.DEVICES[device].name}"
    return {
        **{"id": name, "device": device, "model": model, "argv": argv, "env": variables},
        "json": pydantic.TypeAdapter(VllmConfig).dump_python(config, mode="json", fallback=str),
        **{"text": str(config), "args": stated, "variables": stated_variables},
        "system": {"vllm_version": __version__, "nvidia_gpu_models": gpu or None},
    }


def is_portable(key, variables):
    """Whether a variable is not about this machine or this process."""
    own = os.environ.get(key)
    return key in variables or (own is None and not key.endswith(("_CACHE", "_CACHE_ROOT", "_CONFIG_ROOT", "_CACHE_PATH", "_NAME")))


def non_default(arguments):
    """Arguments that are not at their defaults, as the release logs them."""
    try:
        from vllm.entrypoints.common.startup import get_non_default_args as get
    except ImportError:
        try:
            from vllm.entrypoints.serve.utils.api_utils import get_non_default_args as get
        except ImportError:
            from vllm.entrypoints.utils import get_non_default_args as get
    return get(arguments)


if __name__ == "__main__":
    ask(sys.argv[2]) if sys.argv[1:2] == ["ask"] else main(*sys.argv[1:])
