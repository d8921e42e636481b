"""Releases of vLLM on disk: downloads a wheel, keeps its Python source, and finds parts of it by syntax tree."""
import ast
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HANDLERS = "model_executor/models/config.py"
PLATFORMS = ["manylinux1_x86_64", *(f"manylinux_2_{minor}_x86_64" for minor in (17, 24, 28, 31, 34, 35, 39))]


def cache():
    """Where source of releases is kept, outside of the repository."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "fettle-oracle"


def cached():
    """Releases on disk, oldest first."""
    return sorted((path.name for path in cache().glob("*.*.*") if path.is_dir()), key=version_key)


def version_key(version):
    return tuple(int(part) for part in version.split("."))


def fetch(version):
    """Downloads the release's wheel with pip, keeps its Python files, and deletes the wheel."""
    target = cache() / version
    if target.exists():
        return target
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache()) as scratch:
        tags = [word for tag in PLATFORMS for word in ("--platform", tag)]
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--only-binary=:all:"]
        subprocess.run([*command, "--python-version", "3.12", *tags, "--dest", scratch, f"vllm=={version}"], check=True)
        (wheel,) = Path(scratch).glob("*.whl")
        unpacked = Path(scratch) / "source"
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpacked, [name for name in archive.namelist() if name.startswith("vllm/") and name.endswith(".py")])
        shutil.move(unpacked, target)
    return target


def source(version, path):
    """Text of a module of the release; None where the release has none."""
    file = cache() / version / "vllm" / path
    return file.read_text() if file.exists() else None


def digest(version, path=HANDLERS):
    return hashlib.sha256(source(version, path).encode()).hexdigest()


@functools.lru_cache(maxsize=64)
def tree(version, path):
    text = source(version, path)
    return ast.parse("" if text is None else text)


def definition(version, path, name):
    """The first class or function of this name, methods included; None where there is none."""
    kinds = (ast.ClassDef, ast.FunctionDef)
    return next((node for node in ast.walk(tree(version, path)) if isinstance(node, kinds) and node.name == name), None)


def handlers(version):
    """Classes and functions of the handlers' module by name."""
    kinds = (ast.ClassDef, ast.FunctionDef)
    return {node.name: node for node in tree(version, HANDLERS).body if isinstance(node, kinds)}


def dispatch(version):
    """Architecture to name of its handler, as the release's table has it."""
    for node in tree(version, HANDLERS).body:
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and target.id == "MODELS_CONFIG_MAP":
            return {key.value: value.id for key, value in zip(node.value.keys, node.value.values)}
    return {}


def plain(node):
    """A definition's code without comments, documentation, annotations and the words of messages: what it does."""
    return ast.dump(Plain().visit(ast.parse(ast.unparse(node))))


class Plain(ast.NodeTransformer):
    def visit_body(self, node):
        self.generic_visit(node)
        node.body = [item for item in node.body if not is_text(item)] or [ast.Pass()]
        return node

    visit_ClassDef = visit_body

    def visit_FunctionDef(self, node):
        node.returns = None
        for argument in [*node.args.args, *node.args.kwonlyargs]:
            argument.annotation = None
        return self.visit_body(node)

    def visit_AnnAssign(self, node):
        self.generic_visit(node)
        return node if node.value is None else ast.Assign(targets=[node.target], value=node.value)

    def visit_Call(self, node):
        self.generic_visit(node)
        is_log = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "logger"
        is_error = isinstance(node.func, ast.Name) and node.func.id.endswith("Error")
        if is_log or is_error:
            node.args = [ast.Constant("…") if is_words(arg) else arg for arg in node.args]
        return node

    def visit_Assert(self, node):
        self.generic_visit(node)
        return ast.Assert(test=node.test, msg=None)


def is_text(node):
    return isinstance(node, ast.Expr) and is_words(node.value)


def is_words(node):
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def behavior(version, name):
    """Digest of a handler's code and of all that it names in its module, its bases included."""
    defined = handlers(version)
    seen, open_names = {}, [name]
    while open_names:
        current = open_names.pop()
        if current in seen or current not in defined:
            continue
        seen[current] = plain(defined[current])
        open_names.extend(node.id for node in ast.walk(defined[current]) if isinstance(node, ast.Name))
    return hashlib.sha256("\n".join(seen[key] for key in sorted(seen)).encode()).hexdigest()


HOOKS = {"model_config": "verify_and_update_model_config", "vllm_config": "verify_and_update_config"}


def hooks(version, name):
    """Hooks that a handler or one of its bases defines, the empty base of all aside."""
    defined = handlers(version)
    found, open_names = set(), [name]
    while open_names:
        current = open_names.pop()
        if current == "VerifyAndUpdateConfig" or current not in defined:
            continue
        own = {item.name for item in defined[current].body if isinstance(item, ast.FunctionDef)}
        found |= {hook for hook, method in HOOKS.items() if method in own}
        open_names.extend(base.id for base in defined[current].bases)
    return sorted(found)
