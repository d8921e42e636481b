"""The serve flags of a vLLM release: names, how their words are read, closed lists of values, and the field they set."""
import ast

GETTERS = ("EngineArgs", "AsyncEngineArgs")
FRONTENDS = ("BaseFrontendArgs", "FrontendArgs")


def read_flags(folder, classes, types):
    """Flags by first name: `names`, `kind`, `none`, `values`, and `field` as `Section.field` or None. Own words for kinds: serve-flags.ts."""
    tree = ast.parse((folder / "vllm/engine/arg_utils.py").read_text())
    reader = Reader(classes, types, tree)
    flags = [{"names": ["--help", "-h"], "kind": "switch", "none": False, "values": None, "field": None}]
    for name in GETTERS:
        method = next(item for item in classes[name].body if getattr(item, "name", "") == "add_cli_args")
        flags += reader.read_method(method)
    for name in FRONTENDS:
        flags += reader.read_frontend(classes[name])
    maker = next(place for place in MAKERS if (folder / place).exists() and "def make_arg_parser" in (folder / place).read_text())
    function = next(item for item in ast.parse((folder / maker).read_text()).body if getattr(item, "name", "") == "make_arg_parser")
    flags += reader.read_method(function)
    return sorted(flags, key=lambda flag: flag["names"])


MAKERS = ["vllm/entrypoints/openai/cli_args.py", "vllm/entrypoints/launchers/cli_args.py", "vllm/entrypoints/common/cli_args.py"]


class Reader:
    def __init__(self, classes, types, tree):
        self.classes, self.types = classes, types
        text = ast.unparse(tree)
        self.has_optional_strings = "type_hints == {bool, str, type(None)}" in text
        # Until 0.30, the word `None` is converted to None and then not found among the choices.
        self.none_is_choice = "['choices'].append(None)" in text
        self.human = human_names(tree)

    def types_of(self, section, field):
        for item in self.classes[section].body:
            if isinstance(item, ast.AnnAssign) and getattr(item.target, "id", None) == field:
                return self.types.read(item.annotation)
        for base in self.classes[section].bases:
            found = self.types_of(base.id, field) if getattr(base, "id", None) in self.classes else None
            if found:
                return found
        raise KeyError(f"{section}.{field}")

    def read_method(self, method):
        """Calls of add_argument, with the keywords of the fields that they unpack."""
        sections, single, overrides, flags = {}, {}, {}, []
        for node in ast.walk(method):
            if not isinstance(node, ast.Assign):
                continue
            value, target = node.value, node.targets[0]
            if isinstance(value, ast.Call) and ast.unparse(value.func) == "get_kwargs":
                sections[target.id] = ast.unparse(value.args[0])
            elif isinstance(value, ast.Subscript) and ast.unparse(value.value).startswith("get_kwargs("):
                single[target.id] = (ast.unparse(value.value.args[0]), ast.literal_eval(value.slice))
            elif isinstance(value, ast.Subscript) and ast.unparse(value.value) in sections and isinstance(target, ast.Name):
                single[target.id] = (sections[ast.unparse(value.value)], ast.literal_eval(value.slice))
        for node in ast.walk(method):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
                place = node.targets[0]
                key = ast.literal_eval(place.slice) if isinstance(place.slice, ast.Constant) else None
                if isinstance(place.value, ast.Subscript) and ast.unparse(place.value.value) in sections:
                    owner = (sections[ast.unparse(place.value.value)], ast.literal_eval(place.value.slice))
                else:
                    owner = single.get(ast.unparse(place.value))
                if owner is not None:
                    overrides.setdefault(owner, {})[key] = ast.unparse(node.value)
        for node in ast.walk(method):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".add_argument"):
                flags.append(self.read_call(node, sections, single, overrides))
        return [flag for flag in flags if flag is not None]

    def read_call(self, node, sections, single, overrides):
        names = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if not names[0].startswith("-"):
            return None
        owner = None
        for keyword in node.keywords:
            if keyword.arg is not None:
                continue
            for inner in ast.walk(keyword.value):
                if isinstance(inner, ast.Subscript) and ast.unparse(inner.value) in sections:
                    owner = (sections[ast.unparse(inner.value)], ast.literal_eval(inner.slice))
                elif isinstance(inner, ast.Name) and inner.id in single:
                    owner = single[inner.id]
        given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg is not None}
        if owner is not None:
            own = overrides.get(owner, {})
            return {"names": names, **self.kind_of(self.types_of(*owner), owner[1], own), "field": ".".join(owner)}
        return {"names": names, **self.explicit(given), "field": None}

    def explicit(self, given):
        """Kind of a flag whose keywords stand in the call."""
        text = {key: ast.unparse(value) for key, value in given.items()}
        action = text.get("action", "")
        if "store_true" in action:
            return plain("switch")
        if "BooleanOptionalAction" in action:
            return plain("boolean")
        if "choices" in given:
            node = given["choices"]
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "get_args":
                values = next(part["values"] for part in self.types.read(node.args[0]) if part["kind"] == "enum")
            else:
                values = [item.value for inner in ast.walk(node) if isinstance(inner, ast.List) for item in inner.elts if isinstance(item, ast.Constant)]
            return plain("enum", values=values)
        if text.get("nargs") == "'?'":
            return plain("optional-string")
        return plain("integer" if text.get("type") == "int" else "string")

    def kind_of(self, parts, name, own):
        """How argparse reads a field of these types: vLLM's get_kwargs, case by case in its order."""
        kinds = [part["kind"] for part in parts]
        none = "null" in kinds
        kind = self.by_override(own, kinds)
        if kind is not None:
            return plain(kind, none=none if "optional_type" in own.get("type", "optional_type") and kind not in ("json",) else False)
        lists = next((part for part in parts if part["kind"] == "list"), None)
        enum = next((part for part in parts if part["kind"] == "enum" and not part.get("members")), None)
        if any(kind == "section" for kind in kinds):
            return plain("config", none=none)
        if self.has_optional_strings and set(kinds) == {"boolean", "string", "null"}:
            return plain("optional-string", none=none)
        if "boolean" in kinds:
            return plain("boolean")
        if enum is not None:
            if "string" in kinds:
                return plain("string", none=none)
            return plain("enum", none=none and self.none_is_choice, values=enum["values"])
        if lists is not None:
            items = [part for part in lists["items"] if part["kind"] == "enum"]
            values = [value for part in items for value in part["values"]] or None
            return plain("list", none=none, values=values)
        if "integer" in kinds:
            kind = "human-int-or-auto" if name == "max_model_len" else "human-int" if name in self.human else "integer"
            return plain(kind, none=none)
        if "number" in kinds:
            return plain("number", none=none)
        if "object" in kinds:
            other = any(kind in ("string", "opaque", "any") for kind in kinds)
            return plain("json-or-string" if other else "json", none=none)
        return plain("string", none=none)

    def by_override(self, own, kinds):
        if own.get("action") == "'append'":
            return "append"
        if "json.loads" in own.get("type", ""):
            return "config" if "section" in kinds else "json"
        return "list" if "Action" in own.get("action", "") else None

    def read_frontend(self, node):
        """Each field is a flag; some get other keywords in _customize_cli_kwargs."""
        overrides, single = {}, set()
        method = next((item for item in node.body if getattr(item, "name", "") == "_customize_cli_kwargs"), None)
        for inner in ast.walk(method) if method else []:
            if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Subscript) and isinstance(inner.targets[0].value, ast.Subscript):
                place = inner.targets[0]
                overrides.setdefault(ast.literal_eval(place.value.slice), {})[ast.literal_eval(place.slice)] = ast.unparse(inner.value)
            elif isinstance(inner, ast.Delete):
                single.add(ast.literal_eval(inner.targets[0].value.slice))
        flags = []
        for item in node.body:
            if isinstance(item, ast.AnnAssign):
                name = item.target.id
                read = self.kind_of(self.types.read(item.annotation), name, overrides.get(name, {}))
                if name in single and read["kind"] == "list":
                    read = plain("string", none=read["none"])
                flags.append({"names": [f"--{name.replace('_', '-')}"], **read, "field": None})
        return flags


def plain(kind, none=False, values=None):
    return {"kind": kind, "none": none, "values": values}


def human_names(tree):
    """Names of fields that take integers such as 32k."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "human_readable_int_args":
            names |= set(ast.literal_eval(node.value))
        if isinstance(node, ast.Compare) and getattr(node.left, "id", "") == "name" and isinstance(node.comparators[0], ast.Tuple):
            names |= set(ast.literal_eval(node.comparators[0]))
    return names
