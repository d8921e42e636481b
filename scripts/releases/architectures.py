"""What each model class of a vLLM release can do, as far as a document depends on it.

Classes are put together again from their syntax: bases, constants in their bodies, decorators that set a pooling or attention
type, and which methods they have. Bases that are not vLLM's own are empty.
"""
import ast

TRAITS = {
    "hybrid": "is_hybrid",
    "attentionFree": "is_attention_free",
    "innerState": "has_inner_state",
    "mambaPrefixCaching": "supports_mamba_prefix_caching",
    "multimodal": "supports_multimodal",
    "pooling": "is_pooling_model",
    "dataParallelEncoder": "supports_encoder_tp_data",
}
# What nearly every class supports: the table names those that do not.
USUAL = {"lora": "supports_lora", "pipelines": "supports_pp"}
OTHER_PLATFORMS = {f"current_platform.is_{name}()" for name in ("rocm", "xpu", "cpu")}
METHODS = ("forward", "embed_input_ids", "compute_logits")
WRAPPERS = ("as_seq_cls_model", "as_embedding_model", "as_reward_model")


def takes_stages(arguments):
    """Whether a `forward` accepts what the pipeline stage before computed."""
    names = [argument.arg for argument in (*arguments.args, *arguments.kwonlyargs)]
    return arguments.kwarg is not None or "intermediate_tensors" in names


class Unknown:
    """Stands for what is not vLLM's."""


class Running(ast.NodeTransformer):
    """Leaves out what type checkers see in place of what runs, and what runs on other platforms than CUDA."""

    def visit_If(self, node):
        self.generic_visit(node)
        test = ast.unparse(node.test)
        is_left_out = test.endswith("TYPE_CHECKING") or test in OTHER_PLATFORMS
        return node.orelse if node.orelse and is_left_out else node


class Release:
    def __init__(self, folder):
        self.folder, self.modules, self.classes, self.names = folder, {}, {}, {}
        registry = self.module("vllm.model_executor.models.registry")
        tables = {}
        for node in registry.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and isinstance(node.targets[0], ast.Name):
                tables[node.targets[0].id] = node.value
        self.models = {}
        for name, table in tables.items():
            if name.endswith("_MODELS") and not name.startswith(("_VLLM", "_PREV", "_OOT")):
                self.models |= {key.value: ast.literal_eval(value) for key, value in zip(table.keys, table.values) if key is not None}
        self.previously = ast.literal_eval(tables["_PREVIOUSLY_SUPPORTED_MODELS"])

    def path(self, module):
        base = self.folder / module.replace(".", "/")
        return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.exists()), None)

    def module(self, name):
        if name not in self.modules:
            path = self.path(name) if name.startswith("vllm.") else None
            self.modules[name] = None if path is None else Running().visit(ast.parse(path.read_text()))
        return self.modules[name]

    def find(self, module, name):
        """The class of that name as the module sees it."""
        if (module, name) in self.classes:
            return self.classes[module, name]
        self.classes[module, name] = Unknown
        found = self.look_up(module, name)
        self.classes[module, name] = found
        return found

    def defined(self, module):
        """Name to the nodes that define it in a module: classes first, then assignments, then imports."""
        if module in self.names:
            return self.names[module]
        found = self.names[module] = {}
        tree = self.module(module)
        for node in [] if tree is None else sorted(ast.walk(tree), key=lambda node: not isinstance(node, ast.ClassDef)):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, (ast.Name, ast.Call, ast.Attribute)):
                found.setdefault(node.targets[0].id, []).append(node)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    found.setdefault(alias.asname or alias.name, []).append((node, alias.name))
        return found

    def look_up(self, module, name):
        for node in self.defined(module).get(name, []):
            if isinstance(node, ast.ClassDef):
                return self.build(module, node)
            found = self.base(module, node.value) if isinstance(node, ast.Assign) else self.find(self.absolute(module, node[0]), node[1])
            if found is not Unknown:
                return found
        return Unknown

    def absolute(self, module, node):
        if node.level == 0:
            return node.module or ""
        is_package = self.path(module).name == "__init__.py"
        parts = module.split(".")
        parts = parts[: len(parts) - node.level + (1 if is_package else 0)]
        return ".".join([*parts, *([node.module] if node.module else [])])

    def base(self, module, node):
        if isinstance(node, ast.Subscript):
            return self.base(module, node.value)
        if isinstance(node, ast.Name):
            return self.find(module, node.id)
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in WRAPPERS and node.args:
            inner = self.base(module, node.args[0])
            if node.func.id == "as_embedding_model" and getattr(inner, "is_pooling_model", False):
                return inner
            return type(node.func.id, (inner,), {"is_pooling_model": True})
        return Unknown

    def build(self, module, node):
        if module.endswith("interfaces_base") and node.name in ("VllmModel", "VllmModelForTextGeneration"):
            return Unknown
        bases = list(dict.fromkeys(base for base in (self.base(module, item) for item in node.bases) if base is not Unknown))
        body = {}
        for item in node.body:
            if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and item.name in METHODS:
                body[item.name] = True
                if item.name == "forward":
                    body["takes_stages"] = takes_stages(item.args)
            elif isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name) and item.targets[0].id in METHODS:
                body[item.targets[0].id] = True
            target = item.targets[0] if isinstance(item, ast.Assign) else getattr(item, "target", None)
            if isinstance(target, ast.Name) and isinstance(getattr(item, "value", None), ast.Constant):
                body[target.id] = item.value.value
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call):
                called = ast.unparse(decorator.func)
                if called == "default_pooling_type":
                    given = {keyword.arg: ast.literal_eval(keyword.value) for keyword in decorator.keywords}
                    body["default_seq_pooling_type"] = given.get("seq_pooling_type", "LAST")
                    body["default_tok_pooling_type"] = given.get("tok_pooling_type", "ALL")
                elif called == "attn_type":
                    body["attn_type"] = ast.literal_eval(decorator.args[0])
        while True:
            try:
                return type(node.name, tuple(bases) or (object,), body)
            except TypeError:
                bases = [base for base in bases if not any(base is not other and issubclass(other, base) for other in bases)] if bases[1:] else []

    def facts(self, architecture):
        where, name = self.models[architecture]
        module = where if where.startswith("vllm.") else f"vllm.model_executor.models.{where}"
        model = self.find(module, name)
        if model is Unknown:
            raise KeyError(f"{architecture}: no class {name} in {module}")
        found = {key: True for key, attribute in TRAITS.items() if getattr(model, attribute, False) is True}
        for key, attribute in USUAL.items():
            if getattr(model, attribute, False) is not True:
                found[key] = False
        if not getattr(model, "takes_stages", True):
            found["pipelines"] = False
        if not getattr(model, "compute_logits", None):
            found["generate"] = False
        if getattr(model, "attn_type", "decoder") != "decoder":
            found["attentionType"] = model.attn_type
        for key, attribute, usual in (("sequencePooling", "default_seq_pooling_type", "LAST"), ("tokenPooling", "default_tok_pooling_type", "ALL")):
            if getattr(model, attribute, usual) != usual:
                found[key] = getattr(model, attribute)
        return found


def read_architectures(cache, line, known):
    """The table of architectures for all releases; what the schema's release says stays, `bidirectional` is kept by hand."""
    facts = {}
    previously = dict(known["lastSupported"])
    for release in line.names:
        source = Release(cache / release)
        previously |= source.previously
        for name in source.models:
            facts.setdefault(name, {})[release] = source.facts(name)
    table = {}
    for name, by_release in sorted(facts.items()):
        base = line.base(by_release)
        own = known["architectures"].get(name, {})
        entry = {**by_release[base], **({"bidirectional": own["bidirectional"]} if "bidirectional" in own else {})}
        presence = line.presence(by_release)
        if presence is not None:
            entry["in"] = presence
        steps = line.steps(by_release)
        if steps is not None:
            entry["from"] = steps
        table[name] = entry
    return {**known, "architectures": table, "lastSupported": {name: release for name, release in previously.items() if name not in table}}
