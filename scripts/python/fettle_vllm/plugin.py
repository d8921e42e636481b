"""The vLLM plugin: holds the configuration of every engine that starts to a team's packs.

`FETTLE_PACKS` names them: modules that `fettle build --out rules.py` wrote, and folders of packs, separated as in PATH. They
run where vLLM runs the handlers of its model families, after those; what vLLM derives from the configuration later
follows from what they set. A rule that fails keeps the engine from starting.
"""

from __future__ import annotations

import logging
import os
from typing import Any, List

from ._packs import Packs, load_packs
from ._vllm_config import apply_change, document_of

VARIABLE = "FETTLE_PACKS"


class PolicyError(ValueError):
    """A rule refuses this configuration, or what it sets cannot be set."""


def register() -> None:
    """Called by vLLM in each of its processes, before it makes a configuration."""
    if not os.environ.get(VARIABLE):
        return
    from vllm.config import VllmConfig

    original = VllmConfig.try_verify_and_update_config
    if getattr(original, "_fettle", False):
        return
    from vllm import __version__ as version

    loaded: List[Packs] = load_packs(os.environ[VARIABLE], version)
    log = _logger()
    for packs in loaded:
        if packs.target != f"vllm@{version}":
            log.warning("fettle: %s was built for %s, and this is vllm@%s", packs.place, packs.target, version)

    def verify(self: Any) -> None:
        # vLLM marks a model's configuration as done, and may come by again.
        is_first = self.model_config is not None and not getattr(self.model_config, "config_updated", False)
        original(self)
        if is_first:
            for packs in loaded:
                enforce(self, packs)

    verify._fettle = True  # type: ignore[attr-defined]
    VllmConfig.try_verify_and_update_config = verify


def enforce(config: Any, packs: Packs) -> None:
    """Runs packs over a configuration, writes what they set into it, and logs each change with its rule."""
    log = _logger()
    result = packs.evaluate(document_of(config), validate=False)
    for entry in result["logs"]:
        level = getattr(logging, entry["level"].upper(), logging.INFO)
        log.log(level, "fettle: %s [%s]", entry["message"], entry["rule"])
    error = result["error"]
    if error is not None:
        raise PolicyError(f"{error['message']} [{error['rule'] or error['code']}, {packs.place}]")
    for change in result["changes"]:
        try:
            apply_change(config, change)
        except Exception as fault:
            message = f"`{change['path']}` cannot be set to {change.get('after')!r}: {fault}"
            raise PolicyError(f"{message} [{change['rule']}, {packs.place}]") from fault
        before, after = (repr(change[side]) if side in change else "absent" for side in ("before", "after"))
        log.info("fettle: %s: %s -> %s [%s]", change["path"], before, after, change["rule"])


def _logger() -> logging.Logger:
    # Below vLLM's own, whose handlers and format it shares.
    return logging.getLogger("vllm.fettle")
