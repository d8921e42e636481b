#!/usr/bin/env python3
"""Writes what differs between releases of vLLM: rules/vllm/catalog/releases.json, and fields and values into the document's schema.

Reads the source of every release under $XDG_CACHE_HOME/fettle-oracle, where `scripts/oracle/oracle.py fetch` puts it. The
schema and the tables under rules/vllm hold all that any release knows, with the values of BASE; `releases.json` holds only
what is not the same in all of them. Descriptions, other spellings of values, and what stands in the schema already are
written by hand and stay. Prints what it added to the schema, which then wants descriptions.
"""
import argparse
import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from architectures import read_architectures
from facts import ROOT_CLASS, collect

ROOT = Path(__file__).resolve().parents[2]
BASE = "0.19.0"
ABSENT = object()

# Flags whose place vLLM's code says in words of its own, not by the field that they take their type from.
PLACES = {
    "--data-parallel-address": "ParallelConfig.data_parallel_master_ip",
    "--data-parallel-backend": "ParallelConfig.data_parallel_backend",
    "--data-parallel-rank": "ParallelConfig.data_parallel_rank",
    "--data-parallel-rpc-port": "ParallelConfig.data_parallel_rpc_port",
    "--device-ids": "ParallelConfig.assigned_physical_gpu_ids",
    "--data-parallel-size-local": "ParallelConfig.data_parallel_size_local",
    "--disable-cascade-attn": "ModelConfig.disable_cascade_attn",
    "--enable-lora": "VllmConfig.lora_config",
    "--gdn-prefill-backend": "AdditionalConfig.gdn_prefill_backend",
    "--hf-token": "ModelConfig.hf_token",
    "--kda-decode-backend": "AdditionalConfig.kda_decode_backend",
    "--kda-prefill-backend": "AdditionalConfig.kda_prefill_backend",
    "--log-level": "LoggingConfig.log_level",
    "--shutdown-timeout": "VllmConfig.shutdown_timeout",
}
# Flags that vLLM reads as text and checks afterwards: a closed list of values all the same.
CHECKED_LATER = {"--attention-backend", "--chat-template-content-format", "--data-parallel-backend", "--kv-cache-dtype", "--mamba-backend",
                 "--mm-encoder-attn-backend", "--mm-processor-device", "--optimization-level", "--safetensors-load-strategy"}
# How words of the command line are read, and a piece of source that tells that a release does it.
TRAITS = {
    "suffixes-in-json": ("engine/arg_utils.py", "_expand_json_human_readable_numbers"),
    "enable-and-disable": ("utils/argparse_utils.py", "class EnableDisableAction"),
}

BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}

# What a release does with a model and its flags (engine/vllm/behaviors.ts says in words), and pieces of source that tell.
BEHAVIORS = {
    "prefix-caching-of-hybrids": ("engine/arg_utils.py", "default_prefix_caching = model_config.is_prefix_caching_supported", "config/model.py", "hybrid models support"),
    "no-prefix-caching-of-pooling-hybrids": ("engine/arg_utils.py", "and not model_config.is_hybrid"),
    "16k-steps-on-160-gib": ("engine/arg_utils.py", "160 * GiB_bytes"),
    "gb10-is-small": ("engine/arg_utils.py", "not is_gb10"),
    "full-attention-is-attention": ("config/model.py", 'layer in ("attention", "full_attention")'),
    "yarn-is-scaled-already": ("config/model.py", '"deepseek_llama_scaling"'),
    "embedders-draft-nothing": ("config/model.py", "Embedding models do not support"),
    "convert-makes-pooling": ("config/model.py", "architectures, self.runner, self.convert"),
    "window-of-0-is-off": ("config/model.py", "get_sliding_window() == 0"),
    "elastic-maximum-follows-replicas": ("config/parallel.py", "max_dp_size = self.elastic_ep_max_dp_size"),
    "sleep-mode-needs-cumem": ("config/model.py", "enable_cumem_allocator"),
    "window-of-all-layers": ("engine/arg_utils.py", 'all(lt == "sliding_attention" for lt in layer_types)'),
    "reasoning-parser-opens-section": ("engine/arg_utils.py", "_set_default_reasoning_config_args"),
    "block-size-of-platform": ("config/cache.py", "block_size: SkipValidation[BlockSize] = None"),
    "small-steps-for-batched-experts": ("engine/arg_utils.py", "use_batched_dp_moe"),
    "steps-hold-largest-item": ("engine/arg_utils.py", "_get_min_mm_batched_tokens"),
    "text-only-attends-one-way": ("config/model.py", "_supports_multimodal_for_mm_prefix"),
    "retention-follows-drafts": ("engine/arg_utils.py", "PREFIX_CACHE_RETENTION_INTERVAL_UNSET"),
    "none-is-no-reasoning-parser": ("engine/arg_utils.py", "def parse_reasoning_parser"),
    "mamba-cache-mode-follows-caching": ("engine/arg_utils.py", "_MAMBA_CACHE_MODE_DEPRECATION_MESSAGE"),
}

# Those that no line of the source tells apart: what a release requires, or no longer has.
STATED_BEHAVIORS = {"deepseek-v4-class-of-transformers": ["0.33.0"], "experts-of-config-classes": ["0.24.0"]}


def cache():
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fettle-oracle"


def releases():
    names = [path.name for path in cache().iterdir() if re.fullmatch(r"\d+\.\d+\.\d+", path.name)]
    return sorted(names, key=lambda name: tuple(map(int, name.split("."))))


class Timelines:
    """Values by release; a name that a release does not have has ABSENT there."""

    def __init__(self, names):
        self.names = names

    def base(self, values):
        """The release that the schema speaks of: BASE, or the last that has it."""
        return BASE if BASE in values else max(values, key=self.names.index)

    def presence(self, having):
        """Releases at which something comes, goes, comes again, and so on; None where it is always there."""
        found, was = [], False
        for name in self.names:
            if (name in having) != was:
                found.append(name)
                was = not was
        return None if found == self.names[:1] else found

    def steps(self, values):
        """From each of these releases on, the value; None where it never changes. Releases without it change nothing."""
        found, last = {}, ABSENT
        for name in self.names:
            if name in values and (last is ABSENT or json.dumps(values[name]) != json.dumps(last)):
                found[name] = last = values[name]
        return found if len(found) > 1 else None


def by_name(facts_of, pick):
    """Name to release to fact."""
    found = {}
    for release, facts in facts_of.items():
        for name, fact in pick(facts):
            found.setdefault(name, {})[release] = fact
    return found


def fields_of(facts):
    for section, fields in facts["sections"].items():
        for field in fields:
            if not field["name"].startswith("_") and not field.get("initOnly"):
                yield f"{section}.{field['name']}", field


def flags_of(facts):
    for flag in facts["flags"]:
        name = next(spelling for spelling in flag["names"] if spelling.startswith("--"))
        place = PLACES.get(name, flag["field"])
        kind = "enum" if name in CHECKED_LATER else flag["kind"]
        yield name, {**flag, "field": place, "kind": kind, "aliases": [other for other in flag["names"] if other != name]}


def values_of(fact, closed=False):
    """The list of values of a field or of its items; None where it is open, unless a list is wanted all the same."""
    kinds = {part["kind"] for part in fact["types"]}
    for part in fact["types"]:
        if part["kind"] == "enum" and (closed or "string" not in kinds):
            return part["values"]
        if part["kind"] == "list":
            return values_of({"types": part["items"]})
    return None


class Schema:
    """The document's schema, to look up and to add to."""

    def __init__(self, path):
        self.path, self.root = path, json.loads(path.read_text())
        self.added = []

    def properties(self, section):
        if section == ROOT_CLASS:
            return self.root["properties"]
        if section == "AdditionalConfig":
            return self.root["properties"]["additional_config"]["properties"]
        return self.root["$defs"].setdefault(section, {"type": ["object", "null"], "additionalProperties": False, "properties": {}})["properties"]

    def field(self, name):
        section, field = name.split(".")
        known = section in (ROOT_CLASS, "AdditionalConfig") or section in self.root["$defs"]
        return self.properties(section).get(field) if known else None

    def add_field(self, name, fact, facts):
        section, field = name.split(".")
        self.properties(section)[field] = describe_type(facts, fact)
        self.added.append(name)

    def add_values(self, name, values):
        """Values that the field's list lacks, before the null at its end."""
        field = self.field(name)
        holder = field if "enum" in field else field.get("items", {})
        if "enum" not in holder:
            return
        missing = [value for value in values if value not in holder["enum"] and value is not None]
        at = holder["enum"].index(None) if None in holder["enum"] else len(holder["enum"])
        holder["enum"][at:at] = missing
        self.added += [f"{name} {value}" for value in missing]

    def annotated(self):
        """Flag to annotation and field, for every field."""
        for section in [ROOT_CLASS, "AdditionalConfig", *self.root["$defs"]]:
            for field, child in self.properties(section).items():
                if "flag" in (child.get("x-serve") or {}):
                    yield child["x-serve"]["flag"], f"{section}.{field}"

    def write(self):
        self.path.write_text(json.dumps(self.root, ensure_ascii=False, indent=2))


def bounds_of(fact):
    """Limits of a field, as a JSON schema says them."""
    return {name: fact[key] for key, name in BOUNDS.items() if key in fact}


def describe_type(every, fact):
    """A property of the schema, from the types of all releases."""
    parts = [part for release in every.values() for part in release["types"]]
    section = next((part["name"] for part in parts if part["kind"] == "section"), None)
    if section is not None:
        return {"$ref": f"#/$defs/{section}"}
    kinds = {part["kind"] for part in parts}
    types, found = [], {}
    for kind in ("boolean", "integer", "number", "string", "array", "object"):
        is_there = kind in kinds or (kind == "array" and "list" in kinds)
        in_enum = kind == "string" and any(isinstance(value, str) for part in parts for value in part.get("values", []))
        in_enum = in_enum or (kind == "integer" and any(type(value) is int for part in parts if part["kind"] == "enum" for value in part["values"]))
        if is_there or in_enum:
            types.append(kind)
    if types:
        found["type"] = [*types, "null"]
    values = values_of(fact)
    items = next((part["items"] for part in parts if part["kind"] == "list"), None)
    if items is not None:
        inner = describe_type({"": {"types": items}}, {"types": items})
        if "type" in inner:
            inner["type"] = inner["type"][0] if len(inner["type"]) == 2 else inner["type"][:-1]
        if "enum" in inner:
            inner["enum"].remove(None)
        found["items"] = inner
    elif values is not None:
        found["enum"] = [*(value for value in values if value is not None), None]
    found |= bounds_of(fact)
    if fact.get("default") is not None:
        found["default"] = fact["default"]
    if fact.get("init") is False:
        found["readOnly"] = True
    return found


def timeline_of_fields(line, facts_of, schema):
    found, inside = {}, json_sections(facts_of)
    for name, facts in by_name(facts_of, fields_of).items():
        base = line.base(facts)
        fact = facts[base]
        if schema.field(name) is None:
            schema.add_field(name, fact, facts)
        lists = {release: values_of(one, closed=values_of(fact) is not None) for release, one in facts.items()}
        union = list(dict.fromkeys(value for values in lists.values() for value in values or [] if value is not None))
        schema.add_values(name, union)
        stated = schema.field(name).get("default")
        constant = {release: one.get("default") for release, one in facts.items()}
        defaults = {release: stated if value == constant[base] else value for release, value in constant.items()}
        stated_bounds = {key: value for key, value in schema.field(name).items() if key in BOUNDS.values()}
        bounds = {release: bounds_of(one) for release, one in facts.items()}
        has_values, is_inside = "enum" in json.dumps(schema.field(name)), name.split(".")[0] in inside
        values = line.steps({release: values_of(one) for release, one in facts.items()})
        filled = [release for release, one in facts.items() if one.get("filled") and one.get("init") is not False]
        entry = {
            "in": line.presence(facts),
            "default": line.steps(defaults),
            "bounds": None if all(one == stated_bounds for one in bounds.values()) else line.steps(bounds),
            "values": presence_of_values(line, lists, union) if has_values else None,
            "enum": values if is_inside and not has_values else None,
            "filled": always_said(line, filled) if is_inside else None,
        }
        keep(found, name, entry)
    return found


def json_sections(facts_of):
    """Sections that a flag takes as JSON, and those inside them."""
    found = set()
    for facts in facts_of.values():
        fields = dict(fields_of(facts))
        inside = [flag["field"] for _, flag in flags_of(facts) if flag["kind"] == "config" and flag["field"] in fields]
        while inside:
            names = {part["name"] for part in fields[inside.pop()]["types"] if part["kind"] == "section"} - found
            found |= names
            inside += [name for name in fields if name.split(".")[0] in names]
    return found


def always_said(line, having):
    """Presence, also of what every release has; None of what none has."""
    return (line.presence(having) or line.names[:1]) if having else None


def presence_of_values(line, lists, union):
    """Values that not every release takes, with the releases at which they come and go. A release with an open list takes all."""
    found = {}
    for value in union:
        having = [release for release, values in lists.items() if values is None or value in values]
        gone = [release for release in lists if release not in having]
        if gone:
            found[str(value)] = line.presence([*having, *(name for name in line.names if name not in lists and is_later(line, name, having))])
    return found or None


def has(release, *probe):
    """Whether each file of a release holds the piece of source that follows it."""
    return all(piece in (cache() / release / "vllm" / file).read_text() for file, piece in zip(probe[::2], probe[1::2]))


def is_later(line, name, having):
    return bool(having) and line.names.index(name) > line.names.index(having[-1])


def timeline_of_flags(line, facts_of, schema, others):
    """Flags that differ, and annotations for those that the schema or the table of other flags lacks."""
    found, places = {}, {}
    for flag, name in schema.annotated():
        places.setdefault(flag, []).append(name)
    known = {entry["flag"]: entry for entry in others["flags"]}
    for name, flags in by_name(facts_of, flags_of).items():
        base = line.base(flags)
        fact = flags[base]
        fields = [place for place in dict.fromkeys(flag["field"] for flag in flags.values()) if place is not None and schema.field(place) is not None]
        annotation = annotation_of(name, fact)
        if not fields and name not in known and name not in places:
            values = {"values": fact["values"]} if fact["values"] else {}
            others["flags"].append({**annotation, **values})
            known[name] = others["flags"][-1]
            schema.added.append(f"flag {name}")
        for place in fields:
            if place not in places.get(name, []) and "x-serve" not in schema.field(place):
                schema.field(place)["x-serve"] = dict(annotation)
                places.setdefault(name, []).append(place)
                schema.added.append(f"{place} {name}")
        stated = known[name] if name in known else schema.field(places[name][0])["x-serve"]
        entry = {"in": line.presence(flags)}
        for key in ("kind", "none", "aliases"):
            own = stated.get(key, False if key == "none" else [])
            entry[key] = line.steps({release: own if one[key] == fact[key] or is_unlisted(one, schema) else one[key] for release, one in flags.items()})
        lists = {release: one["values"] for release, one in flags.items() if one["values"]}
        inside = places.get(name, [""])[0].startswith("AdditionalConfig.")
        if (name in known or inside) and lists:
            union = list(dict.fromkeys(value for values in lists.values() for value in values))
            if inside:
                schema.add_values(places[name][0], union)
            else:
                stated["values"] = [*stated.get("values", []), *(value for value in union if value not in stated.get("values", []))]
            entry["values"] = presence_of_values(line, lists, union)
        keep(found, name, entry)
    others["flags"].sort(key=lambda entry: entry["flag"])
    return found


def is_unlisted(flag, schema):
    """Whether a release takes a closed list of values where the schema has none, because later ones take any: read as those do."""
    place = None if flag["field"] is None else schema.field(flag["field"])
    return flag["kind"] == "enum" and place is not None and "enum" not in place


def annotation_of(name, fact):
    return {
        "flag": name,
        **({"aliases": fact["aliases"]} if fact["aliases"] else {}),
        "kind": fact["kind"],
        **({"none": True} if fact["none"] else {}),
    }


def reasoning_parsers(line):
    """Names that `--reasoning-parser` takes without a plug-in, with the releases that have them."""
    having = {}
    for release in line.names:
        tree = ast.parse((cache() / release / "vllm/reasoning/__init__.py").read_text())
        table = max((node for node in ast.walk(tree) if isinstance(node, ast.Dict)), key=lambda node: len(node.keys))
        for key in table.keys:
            having.setdefault(ast.literal_eval(key), []).append(release)
    return {name: always_said(line, releases) for name, releases in sorted(having.items())}


def keep(found, name, entry):
    entry = {key: value for key, value in entry.items() if value is not None}
    if entry:
        found[name] = entry


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave out the model classes, which take most of the time")
    return parser.parse_args()


def main():
    options = arguments()
    names = releases()
    line = Timelines(names)
    facts_of = {name: collect(cache() / name) for name in names}
    schema = Schema(ROOT / "schemas/vllm-config.schema.json")
    others_path, models_path = ROOT / "rules/vllm/catalog/serve-flags.json", ROOT / "rules/vllm/catalog/architectures.json"
    others = json.loads(others_path.read_text())
    written = {
        "releases": names,
        "description": "What is not the same in all releases of vLLM. `in` lists the releases at which something comes, goes, and comes again; the other timelines give the value from each release on. What stands nowhere here is as the schema and the tables beside this file say.",
        "traits": {trait: line.presence([name for name in names if has(name, *probe)]) for trait, probe in TRAITS.items()},
        "behaviors": {behavior: line.presence([name for name in names if has(name, *probe)]) for behavior, probe in BEHAVIORS.items()} | STATED_BEHAVIORS,
        "reasoningParsers": reasoning_parsers(line),
        "fields": dict(sorted(timeline_of_fields(line, facts_of, schema).items())),
        "flags": dict(sorted(timeline_of_flags(line, facts_of, schema, others).items())),
    }
    (ROOT / "rules/vllm/catalog/releases.json").write_text(compact(written))
    others_path.write_text(table(others, "flags"))
    if not options.quick:
        models_path.write_text(table(read_architectures(cache(), line, json.loads(models_path.read_text())), "architectures"))
    schema.write()
    subprocess.run(["npx", "tsx", "scripts/releases/format.ts", str(schema.path)], cwd=ROOT, check=True)
    print("\n".join(schema.added))


def compact(written):
    """One line for each field and flag."""
    parts = []
    for key, value in written.items():
        if key in ("fields", "flags"):
            lines = ",\n".join(f"    {json.dumps(name)}: {spaced(entry)}" for name, entry in value.items())
            parts.append(f'  "{key}": {{\n{lines}\n  }}')
        else:
            parts.append(f"  {json.dumps(key)}: {spaced(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def table(value, key):
    """One line for each entry of a table, as the files are laid out."""
    parts = []
    for name, inner in value.items():
        if name != key:
            parts.append(f"  {json.dumps(name)}: {spaced(inner)}")
        elif isinstance(inner, list):
            parts.append(f'  "{name}": [\n' + ",\n".join(f"    {spaced(entry)}" for entry in inner) + "\n  ]")
        else:
            parts.append(f'  "{name}": {{\n' + ",\n".join(f"    {json.dumps(entry)}: {spaced(fact)}" for entry, fact in inner.items()) + "\n  }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def spaced(value):
    if isinstance(value, dict) and value:
        return "{ " + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {spaced(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
