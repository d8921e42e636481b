# What an evaluation may look at. An evaluation holds the lock, so that one count serves all threads.

_MAX_STRING = 1_000_000
_MAX_ARRAY = 100_000
_MAX_WORK = 2_000_000
_MAX_TOTAL = 20_000_000


class _Budget:
    spent = 0
    total = 0


_lock = threading.RLock()


def _begin() -> None:
    """Starts the account of one expression, or one copy."""
    _charge(_Budget.spent)
    _Budget.spent = 0


def _charge(amount: int) -> None:
    _Budget.total += amount
    if _Budget.total > _MAX_TOTAL:
        raise _LimitError(f"the evaluation reads, copies or logs more than {_MAX_TOTAL} items")


def _spend(amount: int) -> None:
    _Budget.spent += amount
    if _Budget.spent > _MAX_WORK:
        raise _ExpressionError("limit", f"the expression reads more than {_MAX_WORK} items", "limit")


def _checked_length(length: int) -> None:
    if length > _MAX_ARRAY:
        raise _ExpressionError("limit", f"the expression creates an array of more than {_MAX_ARRAY} items", "limit")


def _checked_size(size: int) -> None:
    if size > _MAX_STRING:
        raise _ExpressionError("limit", f"the expression creates a string of more than {_MAX_STRING} characters", "limit")


def _checked(text: str) -> str:
    if len(text) * 2 > _MAX_STRING:
        _checked_size(_size(text))
    return text
