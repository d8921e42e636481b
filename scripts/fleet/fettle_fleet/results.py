"""Results as they are written: a JSON line each, or Parquet rows of the same parts."""
import json
from typing import Any

from .audit import Answer

COLUMNS = ("file", "line", "name", "result")


def to_line(answer: Answer) -> str:
    """The result stands in it exactly as fettle wrote it."""
    key = json.dumps({"file": answer.file, "line": answer.line, "name": answer.name}, ensure_ascii=True, separators=(",", ":"))
    return f'{key[:-1]},"result":{answer.result}}}'


def from_line(line: str | bytes) -> tuple[str, int, str | None, Any]:
    row = json.loads(line)
    return row["file"], row["line"], row["name"], row["result"]


def from_columns(file: str, line: int, name: str | None, result: str) -> tuple[str, int, str | None, Any]:
    return file, line, name, json.loads(result)
