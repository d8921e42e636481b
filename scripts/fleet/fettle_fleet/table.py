"""The summary as text for a reader."""
import json
from collections.abc import Sequence
from typing import Any

LONGEST_CELL = 60


def table(summary: dict[str, Any]) -> str:
    parts = [f"{summary['documents']:,} documents, {summary['changed']:,} changed, {summary['failed']:,} failed"]
    changes = [
        [row["rule"], row["path"], f"{_side(row, 'before')} → {_side(row, 'after')}", row["count"], _examples(row)]
        for row in summary["changes"]
    ] + [[row["rule"], row["path"], "further values", row["count"], ""] for row in summary["otherChanges"]]
    parts += _section(("rule", "field", "before → after", "documents", "for example"), changes)
    parts += _section(("log", "level", "times", "for example"), [[row["code"], row["level"], row["count"], _examples(row)] for row in summary["logs"]])
    parts += _section(("error", "documents", "for example"), [[row["code"], row["count"], _examples(row)] for row in summary["errors"]])
    return "\n".join(parts)


def _section(titles: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    if not rows:
        return []
    cells = [list(titles), *([f"{cell:,}" if isinstance(cell, int) else _cell(cell) for cell in row] for row in rows)]
    widths = [max(len(row[index]) for row in cells) for index in range(len(titles))]
    is_number = [isinstance(cell, int) for cell in rows[0]]
    lines = []
    for row in cells:
        padded = (cell.rjust(width) if right else cell.ljust(width) for cell, width, right in zip(row, widths, is_number))
        lines.append("  ".join(padded).rstrip())
    return ["", *lines]


def _side(row: dict[str, Any], side: str) -> str:
    return json.dumps(row[side], ensure_ascii=False) if side in row else "absent"


def _examples(row: dict[str, Any]) -> str:
    return ", ".join(f"{example['file']}:{example['line']}" if example["name"] is None else example["name"] for example in row["examples"][:2])


def _cell(text: str) -> str:
    """Values come out of documents: nothing in them may end the line or steer the terminal."""
    safe = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
    return safe if len(safe) <= LONGEST_CELL else f"{safe[:LONGEST_CELL - 1]}…"
