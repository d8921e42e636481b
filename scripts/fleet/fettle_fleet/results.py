"""Results as they are written: a JSON line each, or Parquet rows of the same parts."""
import json
from typing import Any

from .audit import Answer

RESULT, CHANGES = ',"result":', ',"changes":['


def to_line(answer: Answer) -> str:
    """The result stands in it exactly as fettle wrote it."""
    key = json.dumps({"file": answer.file, "line": answer.line, "name": answer.name}, ensure_ascii=True, separators=(",", ":"))
    return f'{key[:-1]}{RESULT}{answer.result}}}'


def from_line(line: str) -> tuple[str, int, str | None, Any]:
    # A quote inside a string is escaped, so this is where the key ends, whatever the file is called.
    end = line.index(RESULT)
    key = json.loads(f"{line[:end]}}}")
    return key["file"], key["line"], key["name"], without_document(line[end + len(RESULT):].rstrip()[:-1])


def from_columns(file: str, line: int, name: str | None, result: str) -> tuple[str, int, str | None, Any]:
    return file, line, name, without_document(result)


def without_document(result: str) -> Any:
    """The changes, logs and error of a result. The document, most of the text, is not read where that can be seen."""
    start = result.rfind(CHANGES)
    try:
        # A key inside a document or a change could look the same, but what follows it has a bracket too many.
        return json.loads(f"{{{result[start + 1:]}")
    except ValueError:
        return json.loads(result)
