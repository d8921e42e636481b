#!/usr/bin/env python3
"""Prints the configuration facts of a vLLM release as JSON: sections, fields, types, defaults, serve flags, models.

Usage: python3 scripts/releases/facts.py DIR > facts.json
       python3 scripts/releases/facts.py DIR --compare schemas/vllm-config.schema.json

DIR holds the unpacked `vllm/` package. The source is parsed, never imported, so neither torch nor a GPU is needed.
Only names, types, literal defaults and choices are taken; documentation text is not. With --compare, prints what the
release has that the schema has not, and the other way round: the worklist of an upgrade. Descriptions and `x-serve`
annotations in the schema are written by hand and are not generated from here.
"""
import ast
import json
import sys
from pathlib import Path

from flags import read_flags

ROOT_CLASS = "VllmConfig"
# Enums that documents hold by value; others stand there by name.
BY_VALUE = ("CompilationMode", "OptimizationLevel", "DynamicShapesType")
# Modules besides vllm/config that define serve flags or the types of fields; releases move some of them.
OTHER_PLACES = [
    "vllm/tasks.py",
    "vllm/engine/arg_utils.py",
    "vllm/entrypoints/openai/cli_args.py",
    "vllm/entrypoints/launchers/cli_args.py",
    "vllm/entrypoints/common/cli_args.py",
    "vllm/entrypoints/chat_utils.py",
    "vllm/renderers/chat_utils.py",
    "vllm/renderers/chat_utils/types.py",
    "vllm/entrypoints/anthropic/protocol.py",
    "vllm/tool_parsers/tool_strict_level.py",
    "vllm/v1/attention/backends/registry.py",
    "vllm/v1/attention/backends/mla/prefill/registry.py",
    "vllm/model_executor/layers/quantization/__init__.py",
    "vllm/model_executor/model_loader/__init__.py",
]
BUILTINS = {"int": "integer", "float": "number", "str": "string", "bool": "boolean", "Path": "string", "dict": "object", "Counter": "object"}


def parse_all(folder):
    """Every class and every literal alias of the configuration modules, by name."""
    classes, aliases, enums = {}, {}, {}
    for path in [*sorted((folder / "vllm/config").rglob("*.py")), *filter(Path.exists, (folder / place for place in OTHER_PLACES))]:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base) for base in node.bases}
                if any(base.split(".")[-1] in ("Enum", "IntEnum") for base in bases):
                    enums[node.name] = enum_members(node)
                else:
                    classes.setdefault(node.name, node)
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            value = getattr(node, "value", None)
            if isinstance(target, ast.Name) and isinstance(value, (ast.Subscript, ast.BinOp)):
                aliases.setdefault(target.id, value)
    return classes, aliases, enums


def enum_members(node):
    """Member names, with the value where it is a plain int or str."""
    members = {}
    for item in node.body:
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
            value = item.value.value if isinstance(item.value, ast.Constant) else None
            members[item.targets[0].id] = value
    return members


class Types:
    """Turns an annotation into the set of things that it admits."""

    def __init__(self, classes, aliases, enums):
        self.classes, self.aliases, self.enums = classes, aliases, enums

    def read(self, node):
        if isinstance(node, ast.Constant) and node.value is None:
            return [{"kind": "null"}]
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self.read(ast.parse(node.value, mode="eval").body)
        if isinstance(node, ast.BinOp):
            return self.read(node.left) + self.read(node.right)
        if isinstance(node, ast.Attribute):
            return self.read(ast.Name(node.attr))
        if isinstance(node, ast.Name):
            return self.read_name(node.id)
        if isinstance(node, ast.Subscript):
            return self.read_generic(node)
        return [{"kind": "any", "text": ast.unparse(node)}]

    def read_name(self, name):
        if name in BUILTINS:
            return [{"kind": BUILTINS[name]}]
        if name in self.aliases:
            return self.read(self.aliases[name])
        if name in self.enums:
            members = self.enums[name]
            by_value = name in BY_VALUE
            return [{"kind": "enum", "members": True, "values": list(members.values() if by_value else members)}]
        if name in self.classes and any(ast.unparse(base).startswith("dict[") for base in self.classes[name].bases):
            return [{"kind": "object"}]
        if name in self.classes and name.endswith("Config"):
            return [{"kind": "section", "name": name}]
        return [{"kind": "opaque", "text": name}]

    def read_generic(self, node):
        head = ast.unparse(node.value).split(".")[-1]
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if head == "Literal":
            values = []
            for part in parts:
                if isinstance(part, ast.Constant):
                    values.append(part.value)
                else:
                    values += [value for entry in self.read(part) for value in entry.get("values", [])]
            return [{"kind": "enum", "values": list(dict.fromkeys(values))}]
        if head in ("SkipValidation", "InitVar", "Annotated", "Optional"):
            return self.read(parts[0])
        if head in ("list", "set", "tuple"):
            return [{"kind": "list", "items": self.read(parts[0])}]
        if head in ("dict", "Counter"):
            return [{"kind": "object"}]
        if head == "type":
            return []
        return [{"kind": "opaque", "text": ast.unparse(node)}]


def read_section(node, types):
    """Fields in source order. `default` is absent where it is computed; `init` is false where no user can set it.

    `filled` is true where vLLM's validation refuses a null that somebody gives.
    """
    fields, constants, unchecked = [], {}, passed_as_null(node)
    for item in node.body:
        if not isinstance(item, ast.AnnAssign) or not isinstance(item.target, ast.Name):
            continue
        annotation = ast.unparse(item.annotation)
        if annotation.startswith("ClassVar"):
            if isinstance(item.value, ast.Constant):
                constants[item.target.id] = item.value.value
            continue
        field = {"name": item.target.id, "types": types.read(item.annotation)}
        if annotation.startswith("InitVar"):
            field["initOnly"] = True
        kinds = {part["kind"] for part in field["types"]}
        is_checked = not annotation.startswith("SkipValidation") and item.target.id not in unchecked
        if is_checked and not kinds & {"null", "any", "opaque"}:
            field["filled"] = True
        field.update(read_default(item.value, constants, types.enums))
        fields.append(field)
    return fields


def passed_as_null(node):
    """Fields whose own validator lets null pass, whatever their type says."""
    found = set()
    for item in node.body:
        for call in getattr(item, "decorator_list", []):
            if ast.unparse(call).startswith("field_validator(") and "mode='wrap'" in ast.unparse(call):
                found |= {name.value for name in call.args}
    return found


def read_default(value, constants, enums):
    found = {}
    if isinstance(value, ast.Call) and ast.unparse(value.func) in ("Field", "field"):
        for keyword in value.keywords:
            if keyword.arg in ("ge", "gt", "le", "lt"):
                found[keyword.arg] = ast.literal_eval(keyword.value)
            elif keyword.arg == "init":
                found["init"] = ast.literal_eval(keyword.value)
            elif keyword.arg == "default_factory":
                factory = ast.unparse(keyword.value)
                if factory in ("dict", "list", "set"):
                    found["default"] = {} if factory == "dict" else []
                elif factory == "MultiModalDummyOptions":
                    found["default"] = {}
                elif isinstance(keyword.value, ast.Lambda):
                    found.update(literal(keyword.value.body, constants, enums))
            elif keyword.arg == "default":
                found.update(literal(keyword.value, constants, enums))
        if value.args:
            found.update(literal(value.args[0], constants, enums))
        return found
    return literal(value, constants, enums) if value is not None else {}


def literal(node, constants, enums):
    """A constant, also of an enum or a class; nothing where it is worked out."""
    if isinstance(node, ast.Name) and node.id in constants:
        return {"default": constants[node.id]}
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) in enums:
        name = ast.unparse(node.value)
        return {"default": enums[name][node.attr] if name in BY_VALUE else node.attr}
    try:
        return {"default": ast.literal_eval(node)}
    except ValueError:
        return {}


def collect(folder):
    classes, aliases, enums = parse_all(folder)
    types = Types(classes, aliases, enums)
    sections, queue = {}, [ROOT_CLASS]
    while queue:
        name = queue.pop(0)
        if name in sections:
            continue
        sections[name] = read_section(classes[name], types)
        queue += [entry["name"] for field in sections[name] for entry in field["types"] if entry["kind"] == "section"]
    return {"sections": sections, "flags": read_flags(folder, classes, types)}


def compare(facts, schema):
    """Lines of difference between a release and the schema, empty where they agree."""
    lines, definitions = [], schema["$defs"]
    for name, fields in facts["sections"].items():
        known = (schema if name == ROOT_CLASS else definitions.get(name, {})).get("properties", {})
        public = {f["name"]: f for f in fields if not f["name"].startswith("_") and not f.get("initOnly")}
        lines += [f"+ {name}.{field}" for field in public if field not in known]
        lines += [f"- {name}.{field}" for field in known if field not in public and not known[field].get("readOnly")]
        for field, fact in public.items():
            shown = known.get(field, {})
            values = [value for entry in fact["types"] for value in entry.get("values", [])]
            if values and "enum" in shown and set(values) - set(shown["enum"]):
                lines.append(f"~ {name}.{field} enum {values}")
            if fact.get("default") is not None and "default" in shown and fact["default"] != shown["default"]:
                lines.append(f"~ {name}.{field} default {fact['default']!r}")
    annotated = set()

    def walk(value):
        if isinstance(value, dict):
            if "flag" in (value.get("x-serve") or {}):
                annotated.update([value["x-serve"]["flag"], *value["x-serve"].get("aliases", [])])
            for inner in value.values():
                walk(inner)

    walk(schema)
    names = {name for flag in facts["flags"] if flag["field"] is not None for name in flag["names"]}
    return lines + [f"+ flag {name}" for name in sorted(names - annotated)]


def main():
    if len(sys.argv) not in (2, 4) or (len(sys.argv) == 4 and sys.argv[2] != "--compare"):
        sys.exit(__doc__)
    facts = collect(Path(sys.argv[1]))
    schema = json.loads(Path(sys.argv[3]).read_text()) if len(sys.argv) == 4 else None
    print(json.dumps(facts, indent=2) if schema is None else "\n".join(compare(facts, schema)))


if __name__ == "__main__":
    main()
