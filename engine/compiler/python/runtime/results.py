from __future__ import annotations

import decimal
import json
import math
import re
import sys
import threading
from typing import Any, Callable, Dict, Iterable, List, Mapping, NoReturn, Optional, Sequence, Tuple, TypedDict


class _ChangeAlways(TypedDict):
    path: str
    rule: str


class Change(_ChangeAlways, total=False):
    """One write. `before` is left out where the key was absent, `after` where it was removed."""

    before: Any
    after: Any


class LogEntry(TypedDict):
    level: str
    code: str
    rule: str
    message: str
    params: Dict[str, Any]


class _ErrorAlways(TypedDict):
    code: str
    kind: str
    message: str
    rule: Optional[str]


class EvaluationError(_ErrorAlways, total=False):
    path: str


class Result(TypedDict):
    """What an evaluation returns. Where it failed, `document` is None and `error` says why."""

    ok: bool
    document: Optional[Dict[str, Any]]
    changes: List[Change]
    logs: List[LogEntry]
    error: Optional[EvaluationError]


class FettleError(Exception):
    """Misuse, such as the name of a pack that is not in this module."""


class _ExpressionError(Exception):
    """An expression has no answer for a document."""

    def __init__(self, code: str, message: str, kind: str = "type") -> None:
        super().__init__(message)
        self.code = code
        self.kind = kind


class _OperatorError(Exception):
    """An operator met a value that it cannot work on."""


class _LimitError(Exception):
    """An evaluation looked at too much."""


class _Stopped(Exception):
    """A rule failed; `error` is what the result says."""

    def __init__(self, error: EvaluationError) -> None:
        super().__init__(error["code"])
        self.error = error


class _Absent:
    """What a document does not hold: not the same as None, which is a value."""

    def __repr__(self) -> str:
        return "ABSENT"


_ABSENT = _Absent()
