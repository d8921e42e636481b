"""Config documents out of rows."""
import json
from decimal import Decimal
from typing import Any

from .errors import UsageError
from .lines import one_line


def from_text(value: str | bytes | None) -> bytes:
    """A document that a row holds as JSON text. An empty cell is answered too: as no object."""
    if value is None:
        return b"null"
    return one_line(value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass"))


def from_struct(value: Any) -> bytes:
    """A document that a row holds as columns. A column has no way to be absent, so what is null is left out."""
    return json.dumps(_without_nulls(value), ensure_ascii=False, separators=(",", ":"), default=_plain).encode("utf-8", "surrogatepass")


def from_value(value: Any) -> bytes:
    return from_text(value) if value is None or isinstance(value, (str, bytes)) else from_struct(value)


def name_in(document: bytes, path: str) -> str | None:
    """The value at a dotted path, as text; None where there is none."""
    try:
        value = json.loads(document)
    except ValueError:
        return None
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return name_of(value)


def name_of(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_without_nulls(item) for item in value]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise UsageError(f"a column holds a {type(value).__name__}, which JSON cannot represent; leave it out, or store documents as JSON text")
