"""Results as they are written: a JSON line each, or Parquet rows of the same parts."""
import functools
import json
from typing import Any

from .audit import Answer

RESULT, CHANGES = ',"result":', ',"changes":['
# Longer changes are rarely the same.
LONGEST = 4096


# An encoder of its own: `json.dumps` makes one for each call that is not as usual.
_text = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_file_text = functools.lru_cache(1000)(_text)


def to_line(answer: Answer) -> str:
    """The result stands in it exactly as fettle wrote it."""
    file, line, name, result = answer
    named = "null" if name is None else _text(name)
    return f'{{"file":{_file_text(file)},"line":{line},"name":{named}{RESULT}{result}}}'


def from_line(line: str) -> tuple[str, int, str | None, Any]:
    # A quote inside a string is escaped, so this is where the key ends, whatever the file is called.
    end = line.index(RESULT)
    key = json.loads(f"{line[:end]}}}")
    return key["file"], key["line"], key["name"], without_document(line[end + len(RESULT):].rstrip()[:-1])


def from_columns(file: str, line: int, name: str | None, result: str) -> tuple[str, int, str | None, Any]:
    return file, line, name, without_document(result)


def without_document(result: str) -> Any:
    """The changes, logs and error of a result. The document, most of the text, is not read where that can be seen."""
    rest = result[result.rfind(CHANGES) + 1:]
    found = _after_document(rest) if len(rest) <= LONGEST else _after_document.__wrapped__(rest)
    return json.loads(result) if found is None else found


@functools.lru_cache(1000)
def _after_document(text: str) -> Any:
    """Many documents of a fleet have the same changes, which nobody modifies. None if the text is not all of them."""
    try:
        # A key inside a document or a change could look the same, but what follows it has a bracket too many.
        return json.loads(f"{{{text}")
    except ValueError:
        return None
