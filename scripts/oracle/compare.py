"""What changed between two releases, as far as packs depend on it; by syntax tree, so that layout and words do not count."""
import releases

# Besides the handlers' module: what decides which handler runs, when, and on what.
AROUND = [
    ("config/vllm.py", "try_verify_and_update_config"),
    ("config/model.py", "_try_verify_and_update_model_config"),
    ("config/model.py", "try_match_architecture_defaults"),
    ("config/model.py", "get_and_verify_max_len"),
    ("config/model.py", "_get_and_verify_max_len"),
    ("config/parallel.py", "set_dcp_defaults"),
    ("config/parallel.py", "use_sequence_parallel_moe"),
    ("config/diffusion.py", "DiffusionConfig"),
    ("model_executor/models/adapters.py", "SequenceClassificationConfig"),
    ("model_executor/models/registry.py", "_normalize_arch"),
    ("v1/attention/backends/fa_utils.py", "is_fa_version_supported"),
]


def compare(old, new):
    """The worklist of an upgrade as text."""
    before, after = ({name: releases.behavior(version, name) for name in releases.handlers(version)} for version in (old, new))
    tables = releases.dispatch(old), releases.dispatch(new)
    sections = [
        ("handlers", changes(before, after)),
        ("architectures", changes(*tables, show=lambda was, now: f"{was or 'none'} → {now or 'none'}")),
        ("around them", [f"  changed {path}: {name}" for path, name in AROUND if around(old, path, name) != around(new, path, name)]),
    ]
    return "\n".join(line for title, found in sections for line in [f"{title}, {old} → {new}", *(found or ["  no change"])])


def around(version, path, name):
    node = releases.definition(version, path, name)
    return None if node is None else releases.plain(node)


def changes(before, after, show=None):
    names = [*after, *(name for name in before if name not in after)]
    found = []
    for name in names:
        was, now = before.get(name), after.get(name)
        if was != now:
            what = "new    " if was is None else "gone   " if now is None else "changed"
            found.append(f"  {what} {name}" + ("" if show is None else f": {show(was, now)}"))
    return found


def history():
    """Each handler with the releases of each of its behaviors, as text."""
    runs = {}
    for version in releases.cached():
        for name in [*sorted(set(releases.dispatch(version).values())), "HybridAttentionMambaModelConfig"]:
            found, digest = runs.setdefault(name, []), releases.behavior(version, name)
            if found and found[-1][0] == digest:
                found[-1][1].append(version)
            else:
                found.append((digest, [version]))
    width = max(map(len, runs))
    return "\n".join(f"{name:{width}}  {'  '.join(f'{of[0]}…{of[-1]}' for _, of in found)}" for name, found in sorted(runs.items()))
