"""The functions of the package."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Union, cast

from ._process import process
from ._results import Audit, Resolution, Result

_Path = Union[str, "os.PathLike[str]"]


def resolve(
    model: _Path,
    flags: Sequence[str] = (),
    *,
    target: Optional[str] = None,
    rules: Sequence[_Path] = (),
    set: Optional[str] = None,
    options: Sequence[str] = (),
) -> Resolution:
    """What vLLM makes of a model and the flags of `vllm serve`.

    `model` is a Hugging Face config.json, the folder that holds it, or an id in its local cache. `target` is a release
    such as "0.33"; `rules` are folders with rules of your own; `options` are other options of `fettle resolve`, such as
    "--platform=rocm".

    Raises FettleError where the model, a flag or a rule cannot be read.
    """
    words = ["resolve", "--format", "json", "--quiet", *_choice(target, rules, set), *options, os.fspath(model), "--", *flags]
    return cast(Resolution, json.loads(run(words)))


def evaluate(
    document: Mapping[str, Any],
    *,
    pack: Optional[str] = None,
    target: Optional[str] = None,
    rules: Sequence[_Path] = (),
    set: Optional[str] = None,
    validate: bool = True,
) -> Result:
    """Runs the rules on a config document without modifying it; `pack` runs only this pack.

    A wrong document or a failing rule is a result with `ok` false. Rules are read once: after `close()`, they are read anew.

    Raises FettleError where the rules do not load, or there is no such pack.
    """
    chosen: Dict[str, Any] = {"rules": [os.fspath(folder) for folder in rules]}
    if target is not None:
        chosen["target"] = target
    if set is not None:
        chosen["set"] = set
    options: Dict[str, Any] = {"validate": validate}
    if pack is not None:
        options["pack"] = pack
    request = {"kind": "evaluate", "document": document, "rules": chosen, "options": options}
    return cast(Result, process.ask(request)["result"])


def audit(
    places: Union[_Path, Sequence[_Path]],
    *,
    policies: Sequence[str] = (),
    models: Sequence[_Path] = (),
    target: Optional[str] = None,
    rules: Sequence[_Path] = (),
    set: Optional[str] = None,
    options: Sequence[str] = (),
) -> Audit:
    """Checks every deployment in files and folders against launch checks and policies, each at its own release.

    `places` are manifests, scripts and folders of these; `policies` are names of policies or vendors, all by default;
    `models` are folders that hold models by their ids; `options` are other options of `fettle audit`, such as
    "--device=H100:8" or "--fail-on=warning". A violation is part of the result, whose `ok` is then false.

    Raises FettleError where a place or a rule cannot be read, or a policy does not exist.
    """
    named = [places] if isinstance(places, (str, os.PathLike)) else places
    chosen = [word for name in policies for word in ("--policy", name)]
    found = [word for folder in models for word in ("--models", os.fspath(folder))]
    words = ["audit", "--format", "json", "--quiet", *_choice(target, rules, set), *chosen, *found, *options]
    return cast(Audit, json.loads(run([*words, *(os.fspath(place) for place in named)])))


def run(words: List[str], stdin: Optional[str] = None) -> str:
    """Runs a command line in the long-lived process and returns what it prints to standard output."""
    answer = process.ask({"kind": "command", "words": words, "input": stdin})
    return cast(str, answer["output"])


def close() -> None:
    """Ends the process; the next call starts another."""
    process.close()


def _choice(target: Optional[str], rules: Sequence[_Path], set: Optional[str]) -> List[str]:
    folders = [word for folder in rules for word in ("--rules", str(Path(folder)))]
    return [*folders, *(["--target", target] if target else []), *(["--set", set] if set else [])]
