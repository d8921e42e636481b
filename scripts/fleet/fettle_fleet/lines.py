"""A document as one line for fettle, and its line's number in the result."""
import re

# What JavaScript's trim() takes away; fettle passes over a line of nothing else.
_BLANK = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"

_FAILED = '{"ok":false,"document":null,'
_LINE_ERROR = re.compile(
    r'(\{"ok":false,"document":null,"changes":\[\],"logs":\[\],"error":\{"code":"fettle/[a-z0-9-]+","kind":"[a-z]+","message":"line )(\d+)(?=[:,])'
)


def is_blank(line: bytes) -> bool:
    if line[:1] == b"{":
        return False
    try:
        return line.decode("utf-8").strip(_BLANK) == ""
    except UnicodeDecodeError:
        return False


def one_line(text: bytes) -> bytes:
    """A JSON text on one line. A carriage return means to JSON what a line feed means, inside strings as well."""
    return b"null" if is_blank(text) else text.replace(b"\n", b"\r")


def relocate(result: str, sent_as: int, line: int) -> str:
    """The result with the document's own line in place of its line in the worker's stream."""
    if not result.startswith(_FAILED):
        return result
    found = _LINE_ERROR.match(result)
    if found is None or int(found[2]) != sent_as:
        return result
    return f"{found[1]}{line}{result[found.end():]}"
