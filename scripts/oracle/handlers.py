"""Runs the handlers of one release on documents, with stand-ins for all that they import."""
import ast
import copy
import enum
import sys
import types

import releases
from documents import HuggingFaceConfig, Section, to_json, to_objects

ADAPTERS, REGISTRY, CONFIG, MODEL = "model_executor/models/adapters.py", "model_executor/models/registry.py", "config/vllm.py", "config/model.py"
BACKEND_FIELDS = ("attention_config.backend", "model_config.multimodal_config.mm_encoder_attn_backend")


class Release:
    """The handlers of one release. One at a time is loaded: they find their imports in `sys.modules`."""

    def __init__(self, version):
        self.version = version
        self.dispatch = releases.dispatch(version)
        self.logs = []
        self.environment = {}
        self.backends = enum.Enum("AttentionBackendEnum", {name: name for name in enum_names(version, "v1/attention/backends/registry.py", "AttentionBackendEnum")})
        self.install()
        self.module = self.execute(releases.source(version, releases.HANDLERS), "vllm.model_executor.models.config")
        sys.modules["vllm.model_executor.models.config"] = self.module
        self.adapters = self.execute_parts(ADAPTERS, ["SequenceClassificationConfig"], VerifyAndUpdateConfig=self.module.VerifyAndUpdateConfig, SEQ_CLS_LOAD_METHODS=load_methods(version))
        sys.modules["vllm.model_executor.models.adapters"] = self.adapters
        self.dispatcher = self.execute_parts(CONFIG, ["try_verify_and_update_config"], is_runai_obj_uri=lambda uri: False, logger=self.logger)
        self.model_dispatcher = self.execute_parts(MODEL, ["_try_verify_and_update_model_config"], logger=self.logger)
        self.lengths = self.execute_parts(
            MODEL, ["_get_and_verify_max_len", "get_and_verify_max_len"], logger=self.logger,
            is_rope_parameters_nested=lambda parameters: False, envs=types.SimpleNamespace(VLLM_ALLOW_LONG_MAX_MODEL_LEN=False),
            current_platform=types.SimpleNamespace(check_max_model_len=lambda length: length))
        self.parallel = self.execute_parts("config/parallel.py", [name for name in ("set_dcp_defaults", "use_sequence_parallel_moe") if releases.definition(version, "config/parallel.py", name)])

    # -- what a handler imports -------------------------------------------------------------------------------------

    def install(self):
        """Puts stand-ins for every module that a handler may import in place of vLLM."""
        for name in [name for name in sys.modules if name == "vllm" or name.startswith("vllm.")]:
            del sys.modules[name]
        self.logger = Logger(self.logs)
        platform = Platform(self)
        empty_state = types.SimpleNamespace(get_mamba_state_shape_from_config=lambda config: (), get_mamba_state_dtype_from_config=lambda config: ())
        registry = types.SimpleNamespace(resolve_model_cls=lambda *_, **__: (empty_state, None), _normalize_arch=lambda name, model: normalize(self.version, name, model))
        page = lambda size: lambda **_: types.SimpleNamespace(page_size_bytes=size)
        stand_ins = {
            "vllm.logger": {"init_logger": lambda name: self.logger},
            "vllm.platforms": {"current_platform": platform},
            "vllm.model_executor.models": {"ModelRegistry": registry},
            "vllm.utils.math_utils": {"cdiv": lambda a, b: -(-a // b), "round_up": lambda a, b: -(-a // b) * b},
            "vllm.utils.torch_utils": {"STR_DTYPE_TO_TORCH_DTYPE": AnyKey()},
            "vllm.v1.attention.backends.registry": {"AttentionBackendEnum": self.backends},
            "vllm.v1.attention.backends.fa_utils": {"is_fa_version_supported": lambda number: self.environment["flash_attn_4"] is True},
            "vllm.v1.kv_cache_interface": {"FullAttentionSpec": page(1), "MLAAttentionSpec": page(1), "MambaSpec": page(0)},
            "vllm.config.pooler": {"SequencePoolingType": str},
            "vllm.config.diffusion": {"DiffusionConfig": diffusion_config},
            "vllm.config.scheduler": {"SchedulerConfig": types.SimpleNamespace(DEFAULT_MAX_NUM_SEQS=class_constant(self.version, "config/scheduler.py", "DEFAULT_MAX_NUM_SEQS"))},
            "vllm.config.compilation": {name: members(self.version, "config/compilation.py", name) for name in ("CompilationMode", "CUDAGraphMode")},
        }
        for name, content in stand_ins.items():
            parts = name.split(".")
            for depth in range(1, len(parts) + 1):
                sys.modules.setdefault(".".join(parts[:depth]), package(".".join(parts[:depth])))
            sys.modules[name].__dict__.update(content)

    def execute(self, text, name, **scope):
        module = types.ModuleType(name)
        module.__dict__.update(scope)
        exec(compile(text, name, "exec", flags=annotations_off(), dont_inherit=True), module.__dict__)
        return module

    def execute_parts(self, path, names, **scope):
        """Only these classes and functions of a module; methods become functions."""
        nodes = [copy.deepcopy(releases.definition(self.version, path, name)) for name in names]
        for node in nodes:
            node.decorator_list = []
        module = types.ModuleType(path)
        module.__dict__.update(scope)
        exec(compile(ast.fix_missing_locations(ast.Module(nodes, [])), path, "exec", flags=annotations_off(), dont_inherit=True), module.__dict__)
        return module

    # -- documents --------------------------------------------------------------------------------------------------

    def section_class(self, path):
        """The class of the object at a path of the document, with the methods that handlers call."""
        if path == "model_config":
            lengths = self.lengths
            return type("ModelConfig", (Section,), {
                "use_mla": False, "get_num_kv_heads": lambda self, _: 1, "get_head_size": lambda self: 1, "get_mamba_chunk_size": lambda self: 1,
                "get_sliding_window": lambda self: None, "disable_sliding_window": False, "spec_target_max_model_len": None,
                "get_and_verify_max_len": lambda self, length: lengths.get_and_verify_max_len(self, length)})
        if path == "model_config.model_arch_config":
            return ArchitectureConfig
        if path == "parallel_config":
            return type("ParallelConfig", (Section,), {name: property(value) if name.startswith("use_") else value for name, value in self.parallel.__dict__.items() if callable(value)})
        return HuggingFaceConfig if path == "model_config.hf_config" else Section

    def to_enum(self, path, text):
        return self.backends[text] if path in BACKEND_FIELDS else text

    def run(self, document, text_path, call):
        """What `call` makes of a document: the document, logs, and the kind of error."""
        self.logs.clear()
        self.environment = document.get("environment", {})
        whole = to_objects(document, self, text_path)
        if hasattr(whole.model_config, "model_arch_config"):
            whole.model_config.model_arch_config.__dict__["~layer_types"] = getattr(whole.model_config.hf_text_config, "layer_types", None) or []
        error = None
        try:
            call(whole)
        except (AssertionError, AttributeError, KeyError, NotImplementedError, RuntimeError, TypeError, ValueError) as raised:
            error = {"kind": kind_of(raised), "class": type(raised).__name__}
        logs = [{"level": level, "args": [to_json(arg) for arg in args if not is_wording(arg)]} for level, args in self.logs]
        return {"document": None if error else to_json(whole), "logs": logs, "error": error}

    def run_hook(self, handler, hook, document, text_path):
        method = getattr(getattr(self.module, handler), releases.HOOKS[hook])
        return self.run(document, text_path, lambda whole: method(whole.model_config if hook == "model_config" else whole))

    def run_all(self, document, text_path):
        """The hook of the model section, then all that the release runs once the whole configuration stands."""
        def call(whole):
            self.model_dispatcher._try_verify_and_update_model_config(whole.model_config)
            self.dispatcher.try_verify_and_update_config(whole)
            del whole.model_config.__dict__["config_updated"]
        return self.run(document, text_path, call)


class Logger:
    """Keeps level and logged values; the words are not kept."""

    def __init__(self, logs):
        self.logs = logs

    def __getattr__(self, level):
        return lambda message, *args, **_: self.logs.append((level.removesuffix("_once"), args))


class Platform:
    """The device as `environment` of the document describes it."""

    def __init__(self, release):
        self.release = release

    def __getattr__(self, name):
        kinds = {"is_cuda": ("cuda",), "is_rocm": ("rocm",), "is_xpu": ("xpu",), "is_cuda_alike": ("cuda", "rocm")}
        if name not in kinds:
            raise AssertionError(f"a handler asks the platform for {name}: give it a fact in environment")
        return lambda: self.release.environment["platform"] in kinds[name]

    def is_device_capability_family(self, capability):
        found = self.release.environment.get("device_capability")
        return found is not None and found // 10 == capability // 10


class ArchitectureConfig(Section):
    """`head_sizes` of the document, as vLLM has it: by number of the layer."""

    @property
    def total_num_hidden_layers(self):
        return len(self.__dict__["~layer_types"])

    @total_num_hidden_layers.setter
    def total_num_hidden_layers(self, value):
        self.__dict__["total_num_hidden_layers"] = value

    def __getitem__(self, layer):
        return types.SimpleNamespace(head_size=self.head_sizes[self.__dict__["~layer_types"][layer]])


class AnyKey(dict):
    def __missing__(self, key):
        return key


def diffusion_config(canvas_length):
    """The section that vLLM builds; it wants a positive whole number."""
    if not isinstance(canvas_length, int) or canvas_length <= 0:
        raise ValueError("canvas_length")
    section = Section()
    section.__dict__.update(canvas_length=canvas_length, max_denoising_steps=None)
    return section


def package(name):
    module = types.ModuleType(name)
    module.__path__ = []
    return module


def annotations_off():
    import __future__
    return __future__.annotations.compiler_flag


def kind_of(raised):
    """The error's kind in a result; what is raised for a setting that is not supported counts as a wrong value."""
    if isinstance(raised, AssertionError):
        return "assertion"
    if isinstance(raised, (AttributeError, KeyError)) or "does not support item assignment" in str(raised):
        return "missing"
    return "type" if isinstance(raised, TypeError) else "value"


def is_wording(arg):
    """Whether a logged argument is a piece of the message's own words and no value."""
    return isinstance(arg, str) and (arg == "" or " " in arg)


def enum_names(version, path, name):
    node = releases.definition(version, path, name)
    return [item.targets[0].id for item in node.body if isinstance(item, ast.Assign)]


def members(version, path, name):
    """An enumeration of the release as plain values of a document: whole numbers by value, all others by name."""
    node = releases.definition(version, path, name)
    values = {item.targets[0].id: item.value for item in node.body if isinstance(item, ast.Assign)}
    return types.SimpleNamespace(**{key: value.value if name == "CompilationMode" else key for key, value in values.items() if name != "CompilationMode" or isinstance(value, ast.Constant)})


def class_constant(version, path, name):
    for node in ast.walk(releases.tree(version, path)):
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", None) == name and isinstance(node.value, ast.Constant):
            return node.value.value
    return None


def load_methods(version):
    """Names of the ways in which a classifier's head is read."""
    for node in ast.walk(releases.tree(version, ADAPTERS)):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == "SEQ_CLS_LOAD_METHODS":
            return {key.value for key in node.value.keys}
    return set()


# -- architectures that stand in for others ---------------------------------------------------------------------------


def registered(version):
    """Every architecture that the release has a class for."""
    found = set()
    for node in releases.tree(version, REGISTRY).body:
        value = getattr(node, "value", None)
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(value, ast.Dict):
            found |= {key.value for key in value.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    return found


def suffixes(version):
    """Endings of architectures with the runner and the conversion that go with them, in the release's order."""
    for node in releases.tree(version, MODEL).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == "_SUFFIX_TO_DEFAULTS":
            return ast.literal_eval(node.value)
    return []


def normalize(version, architecture, model):
    """The release's own rule for an architecture that it has no class for, run on its own tables."""
    table = suffixes(version)
    scope = {"_SUFFIX_TO_DEFAULTS": table}
    nodes = [copy.deepcopy(releases.definition(version, MODEL, name)) for name in ("iter_architecture_defaults", "try_match_architecture_defaults")]
    nodes.append(copy.deepcopy(releases.definition(version, REGISTRY, "_normalize_arch")))
    exec(compile(ast.fix_missing_locations(ast.Module(nodes, [])), REGISTRY, "exec", flags=annotations_off(), dont_inherit=True), scope)
    return scope["_normalize_arch"](types.SimpleNamespace(models=registered(version)), architecture, model)
