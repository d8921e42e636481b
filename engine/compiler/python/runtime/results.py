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
    """The result of an evaluation. If it failed, `document` is None, and `error` is the reason."""

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
    """An operator cannot handle a value."""


class _LimitError(Exception):
    """An evaluation exceeded its limit."""


class _Stopped(Exception):
    """A rule failed; `error` becomes the error of the result."""

    def __init__(self, error: EvaluationError) -> None:
        super().__init__(error["code"])
        self.error = error


class _Absent:
    """An absent value: unlike None, which is a value."""

    def __repr__(self) -> str:
        return "ABSENT"


_ABSENT = _Absent()
