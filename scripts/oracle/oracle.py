#!/usr/bin/env python3
"""Writes what the handlers of vLLM's releases make of config documents, as vectors for test/vectors/vllm.

Usage: scripts/oracle/oracle.py fetch VERSION...    download releases and keep their Python source
       scripts/oracle/oracle.py vectors             run all releases on disk, write test/vectors/vllm
       scripts/oracle/oracle.py answers VERSION DIR run one release, write its answers there
       scripts/oracle/oracle.py compare OLD NEW     what changed from one release to another
       scripts/oracle/oracle.py history             each handler's behaviors with the releases that have them
"""
import gzip
import json
import shutil
import sys
from pathlib import Path

import releases
from compare import compare, history
from domains import DOMAINS
from generate import choices, document
from handlers import Release

OUT = Path(__file__).resolve().parents[2] / "test/vectors/vllm"


def architectures(release):
    """An architecture for each handler, the first of the table; handlers that no architecture names have none."""
    found = {}
    for name, handler in release.dispatch.items():
        found.setdefault(handler, name)
    return {**found, "HybridAttentionMambaModelConfig": "BambaForCausalLM"}


def vectors_of(release, handler, hook, architecture):
    for choice in choices(DOMAINS[handler, hook]):
        given, text_path = document(choice, architecture)
        result = release.run_hook(handler, hook, given, text_path)
        yield given, text_path, result


def classification_vectors(release):
    for choice in choices(DOMAINS["SequenceClassificationConfig", "vllm_config"]):
        given, text_path = document(choice, "LlamaForCausalLM")
        yield given, text_path, release.run(given, text_path, release.adapters.SequenceClassificationConfig.verify_and_update_config)


def lines(handler, hook, found):
    seen = set()
    for given, text_path, expect in found:
        shared = {} if text_path is None else {"text": text_path}
        body = json.dumps({**shared, "input": given, "expect": expect}, separators=(",", ":"))
        if body not in seen:
            seen.add(body)
            yield json.dumps({"id": f"{handler}/{len(seen):04d}", "handler": handler, "hook": hook, **json.loads(body)}, separators=(",", ":"))


def write_vectors():
    """Answers that two releases share are written once, under the first of them."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    files, dispatch, written = {}, {}, {}
    for version in releases.cached():
        release = Release(version)
        dispatch[version] = release.dispatch
        jobs = [(handler, hook, vectors_of(release, handler, hook, name)) for handler, name in sorted(architectures(release).items()) for hook in releases.hooks(version, handler)]
        jobs.append(("SequenceClassificationConfig", "vllm_config", classification_vectors(release)))
        for handler, hook, found in jobs:
            text = "\n".join(lines(handler, hook, found)) + "\n"
            key = (handler, hook, text)
            if key not in written:
                written[key] = f"{handler}.{hook}.{version}.jsonl.gz"
                (OUT / written[key]).write_bytes(gzip.compress(text.encode(), 9, mtime=0))
                files[written[key]] = {"handler": handler, "hook": hook, "vectors": text.count("\n"), "releases": []}
            files[written[key]]["releases"].append(version)
    modules = {version: releases.digest(version) for version in releases.cached()}
    manifest = {"modules": modules, "dispatch": changes_of(dispatch), "files": files}
    (OUT / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    print(f"{len(modules)} releases, {len(files)} files, {sum(entry['vectors'] for entry in files.values())} vectors")


def write_answers(version, folder):
    """The answers of one release, a file a handler; a handler that cannot be asked yet is named with the reason."""
    release = Release(version)
    folder.mkdir(parents=True, exist_ok=True)
    unasked = {}
    jobs = [(handler, hook, vectors_of(release, handler, hook, name)) for handler, name in sorted(architectures(release).items()) for hook in releases.hooks(version, handler)]
    jobs.append(("SequenceClassificationConfig", "vllm_config", classification_vectors(release)))
    for handler, hook, found in jobs:
        try:
            text = "\n".join(lines(handler, hook, found)) + "\n"
        except (KeyError, AttributeError, ImportError) as error:
            unasked[handler] = f"{type(error).__name__}: {error}"
            continue
        (folder / f"{handler}.{hook}.jsonl").write_text(text)
    (folder / "index.json").write_text(json.dumps({"release": version, "dispatch": release.dispatch, "unasked": unasked}))


def changes_of(dispatch):
    """The table of each release as what changed since the one before; null where an architecture left it."""
    before, found = {}, {}
    for version, table in dispatch.items():
        names = [*table, *(name for name in before if name not in table)]
        found[version] = {name: table.get(name) for name in names if table.get(name) != before.get(name)}
        before = table
    return found


def main(words):
    match words:
        case ["fetch", *versions] if versions:
            for version in versions:
                print(releases.fetch(version))
        case ["vectors"]:
            write_vectors()
        case ["answers", version, folder]:
            write_answers(releases.fetch(version).name, Path(folder))
        case ["compare", old, new]:
            print(compare(releases.fetch(old).name, releases.fetch(new).name))
        case ["history"]:
            print(history())
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
