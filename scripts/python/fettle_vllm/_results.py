"""What calls return: the JSON of the command line, with types."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, TypedDict


class _ChangeAlways(TypedDict):
    path: str
    rule: str


class Change(_ChangeAlways, total=False):
    """One write of a rule. `before` is left out where the key was absent, `after` where it was removed."""

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


class Diagnostic(TypedDict):
    """What is wrong, where, and what to do about it."""

    code: str
    severity: str
    file: Optional[str]
    path: Optional[str]
    line: Optional[int]
    column: Optional[int]
    message: str
    hint: str


class Result(TypedDict):
    """An evaluation. Where it failed, `document` is None and `error` says why."""

    ok: bool
    document: Optional[Dict[str, Any]]
    changes: List[Change]
    logs: List[LogEntry]
    error: Optional[EvaluationError]


class OtherFlag(TypedDict, total=False):
    """A flag that is no part of the document, or changes nothing."""

    flag: str
    words: List[str]
    reason: str


class Resolution(Result):
    """What vLLM makes of a model and its flags; `ok` is false where it does not start."""

    model: Dict[str, Optional[str]]
    target: str
    origins: Dict[str, Dict[str, str]]
    runtime: Optional[Dict[str, Any]]
    otherFlags: List[OtherFlag]
    diagnostics: List[Diagnostic]


class AuditRule(TypedDict):
    """A rule of a policy."""

    rule: str
    why: Optional[str]
    owner: Optional[str]
    severity: str


class AuditOutcome(TypedDict):
    """What a rule found in a deployment; `verdict` is passed, violated, accepted or unknown."""

    rule: str
    severity: str
    verdict: str
    message: Optional[str]
    suggestions: List[Dict[str, Any]]
    exception: Optional[Dict[str, str]]


class AuditedDeployment(TypedDict):
    """A deployment; `launch` says why it does not start, and is empty where it does."""

    name: str
    file: Optional[str]
    line: Optional[int]
    target: str
    isTargetStated: bool
    model: Optional[str]
    isResolved: bool
    replicas: Optional[int]
    launch: List[Dict[str, Optional[str]]]
    outcomes: List[AuditOutcome]
    notes: List[Diagnostic]


class Audit(TypedDict):
    """What launch checks and policies found; `ok` is false where something counts as a failure."""

    ok: bool
    version: str
    targets: List[str]
    rules: List[AuditRule]
    deployments: List[AuditedDeployment]
    findings: List[Diagnostic]
    idle: List[Diagnostic]
    failOn: List[str]
