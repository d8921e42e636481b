"""The ways in which an audit stops."""
import re


# Stands in the text of every lost worker: engines that choose by text what to try again look for it.
LOST = "worker lost: "


class AuditError(Exception):
    """An end that needs no traceback."""

    exit_code = 3


class UsageError(AuditError):
    """The user's mistake: an option, a path, a rule set that does not load. Trying again does not help."""

    exit_code = 2


class WorkerLost(AuditError):
    """A fettle process died, hung, or answered too little. The engine tries the piece of work again."""

    def __str__(self) -> str:
        return f"{LOST}{self.args[0]}"


class CountMismatch(AuditError):
    """Results were lost or doubled. Must not happen; checked all the same."""


def explain(error: BaseException) -> AuditError:
    """The audit's own error inside what an engine made of it: engines hand errors on as text, tracebacks included."""
    seen: BaseException | None = error
    text = str(error)
    while seen is not None:
        if isinstance(seen, AuditError):
            return seen
        text += f"\n{seen}"
        seen = seen.__cause__ or seen.__context__
    for kind in (UsageError, CountMismatch, WorkerLost):
        found = re.search(rf"\b{kind.__name__}: (.+)", text)
        if found:
            return kind(found[1].strip().removeprefix(LOST))
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return AuditError(f"the engine gave up: {lines[0] if lines else type(error).__name__}")
