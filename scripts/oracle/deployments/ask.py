"""Asks the vLLM of the Python that runs this what it makes of deployments:

  python ask.py DEVICE MODELS < DEPLOYMENTS > ANSWERS

MODELS is the folder of the models' folders. A line of DEPLOYMENTS has `id`, `model`, `argv` and maybe `env`. A line of ANSWERS has
`id` and either `document` and `runtime`, or `refused`: the kind of error, and its words for who reads them on this machine.
Each deployment is asked in a process of its own, so that none changes what the next one meets.
"""

import copy
import functools
import gc
import inspect
import io
import json
import os
import pkgutil
import signal
import sys
import traceback

import devices
import serialize

SECONDS = 120
WARM = 12
WARM_SECONDS = 900


def main():
    device, models = sys.argv[1:3]
    asked = [json.loads(line) for line in sys.stdin if line.strip()]
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    devices.pretend(device)
    import vllm
    import torch
    import transformers
    import vllm.model_executor.models.config
    import vllm.model_executor.models.registry as registry

    # A process of its own would look at the models' classes without what is pretended here.
    registry._run_in_subprocess = lambda call: call()
    print(
        json.dumps(
            {
                "release": vllm.__version__,
                "transformers": transformers.__version__,
                "device": device,
                "amx": bool(torch.cpu._is_amx_tile_supported()),
            }
        ),
        file=out,
        flush=True,
    )
    os.chdir(models)
    parser()
    warm(asked)
    # Collecting garbage in a child would copy the memory that it shares with this process.
    gc.freeze()
    gc.disable()
    for deployment in asked:
        print(
            in_child(lambda: answer(deployment)) or json.dumps({"id": deployment["id"], "refused": {"kind": "Killed"}}),
            file=out,
            flush=True,
        )


def in_child(call, seconds=SECONDS):
    """What a call returns in a forked process, as JSON; empty where the process dies or takes too long."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        signal.alarm(seconds)
        with os.fdopen(writer, "w") as file:
            file.write(json.dumps(call()))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as file:
        text = file.read()
    os.waitpid(child, 0)
    return text


def warm(asked):
    """Imports here, once for all, what some deployments import."""
    step = max(1, len(asked) // WARM)

    def modules():
        for deployment in asked[::step]:
            answer(deployment)
        return list(sys.modules)

    packages = {
        "vllm",
        "transformers",
        "flashinfer",
        "triton",
        "torch",
        "compressed_tensors",
        "xgrammar",
        "tokenizers",
        "mistral_common",
    }
    for name in json.loads(in_child(modules, WARM_SECONDS) or "[]"):
        if name not in sys.modules and name.split(".")[0] in packages:
            try:
                pkgutil.resolve_name(name)
            except BaseException:
                pass


@functools.cache
def parser():
    try:
        from vllm.utils.argparse_utils import FlexibleArgumentParser
    except ImportError:
        from vllm.utils import FlexibleArgumentParser
    from vllm.entrypoints.cli.serve import ServeSubcommand

    made = FlexibleArgumentParser(description="vLLM CLI")
    command = ServeSubcommand()
    command.subparser_init(made.add_subparsers(required=False, dest="subparser")).set_defaults(
        dispatch_function=command.cmd
    )
    return made, command


def forget_defaults():
    """Defaults of flags were made before the deployment's variables were set."""
    from vllm.engine import arg_utils

    parser.cache_clear()
    arg_utils._compute_kwargs.cache_clear()


def answer(deployment):
    if "env" in deployment:
        os.environ.update(deployment["env"])
        forget_defaults()
    words = io.StringIO()
    stage = "arguments"
    try:
        made, command = parser()
        stderr, sys.stderr = sys.stderr, words
        try:
            arguments = made.parse_args(["serve", deployment["model"], *deployment["argv"]])
        finally:
            sys.stderr = stderr
        command.validate(arguments)
        if getattr(arguments, "model_tag", None) is not None:
            arguments.model = arguments.model_tag
        if getattr(arguments, "api_server_count", None) is None:
            arguments.api_server_count = 1
        from vllm.engine.arg_utils import AsyncEngineArgs
        from vllm.usage.usage_lib import UsageContext

        stage = "configuration"
        config = AsyncEngineArgs.from_cli_args(arguments).create_engine_config(
            usage_context=UsageContext.OPENAI_API_SERVER
        )
    except SystemExit:
        return {
            "id": deployment["id"],
            "refused": {"kind": "SystemExit", "stage": stage, "words": words.getvalue()[-1500:]},
        }
    except BaseException as error:
        frames = [
            f"{frame.filename.split('site-packages/')[-1]}:{frame.lineno}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        return {
            "id": deployment["id"],
            "refused": {
                "kind": type(error).__name__,
                "stage": stage,
                "words": str(error)[:2000],
                "frames": frames[-4:],
            },
        }
    written = serialize.document(config)
    return {"id": deployment["id"], "document": written, "runtime": runtime(copy.copy(config))}


def runtime(config):
    """What is decided after the configuration and can be asked now; null where vLLM refuses to answer."""
    return {"attention_backend": quiet(lambda: attention_backend(config)), "executor": quiet(lambda: executor(config))}


def quiet(call):
    try:
        return call()
    except BaseException:
        return None


def attention_backend(config):
    from vllm.config import set_current_vllm_config
    from vllm.v1.attention.selector import get_attn_backend

    model = config.model_config
    kinds = ("decoder", "encoder", "encoder_only", "encoder_decoder")
    attention = getattr(model, "attn_type", None)
    values = {
        "head_size": model.get_head_size(),
        "dtype": model.dtype,
        "kv_cache_dtype": config.cache_config.cache_dtype,
        "use_mla": model.use_mla,
        "use_mm_prefix": getattr(model, "is_mm_prefix_lm", False),
        "use_sparse": hasattr(model.hf_text_config, "index_topk"),
        "attn_type": attention if attention in kinds else None,
        "num_heads": model.get_num_attention_heads(config.parallel_config),
        # What an attention layer tells the selection: until 0.17 the size of its blocks, and whether it has sinks.
        "block_size": config.cache_config.block_size,
        "has_sink": model.architecture == "GptOssForCausalLM",
    }
    known = inspect.signature(get_attn_backend).parameters
    with set_current_vllm_config(config):
        return get_attn_backend(**{name: value for name, value in values.items() if name in known}).get_name()


def executor(config):
    from vllm.v1.executor.abstract import Executor

    return Executor.get_class(config).__name__


if __name__ == "__main__":
    main()
