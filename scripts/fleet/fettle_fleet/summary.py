"""What the rules did across a fleet. Parts merge in any order to the same whole, whatever engine cut them."""
import functools
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .census import Census

EXAMPLES = 3
# A field whose value differs in every document would make a row for each. Beyond this many rows of a rule and field,
# those with the smallest hashes are kept, which is the same choice in every part and in the whole.
MOST_ROWS = 1000
LONGEST_VALUE = 500

Key = tuple[str, int, str | None]


@dataclass
class Row:
    count: int = 0
    examples: list[Key] = field(default_factory=list)

    def add(self, count: int, examples: Sequence[Key]) -> None:
        self.count += count
        # Most documents come too late to be an example.
        if len(self.examples) == EXAMPLES and all(key[:2] >= self.examples[-1][:2] for key in examples):
            return
        self.examples = sorted({*self.examples, *examples}, key=lambda key: (key[0], key[1]))[:EXAMPLES]


@dataclass
class Summary:
    documents: int = 0
    failed: int = 0
    changed: int = 0
    changes: dict[tuple[str, str], dict[str, Row]] = field(default_factory=dict)
    other_changes: dict[tuple[str, str], int] = field(default_factory=dict)
    logs: dict[tuple[str, str], Row] = field(default_factory=dict)
    errors: dict[str, Row] = field(default_factory=dict)
    census: Census = field(default_factory=Census)

    def add(self, file: str, line: int, name: str | None, result: dict[str, Any]) -> None:
        key = (file, line, name)
        self.documents += 1
        self.census.add(file, 1, line)
        error = result["error"]
        if error is not None:
            self.failed += 1
            self.errors.setdefault(error["code"], Row()).add(1, [key])
        for entry in result["logs"]:
            self.logs.setdefault((entry["level"], entry["code"]), Row()).add(1, [key])
        # A failed evaluation changes nothing: its ledger only says how far it came.
        if error is not None or not result["changes"]:
            return
        self.changed += 1
        for change in result["changes"]:
            self._add_change((change["rule"], change["path"]), _move(change), 1, [key])

    def merge(self, other: "Summary") -> None:
        self.documents += other.documents
        self.failed += other.failed
        self.changed += other.changed
        self.census.merge(other.census)
        for code, row in other.errors.items():
            self.errors.setdefault(code, Row()).add(row.count, row.examples)
        for log, row in other.logs.items():
            self.logs.setdefault(log, Row()).add(row.count, row.examples)
        for place, count in other.other_changes.items():
            self.other_changes[place] = self.other_changes.get(place, 0) + count
        for place, moves in other.changes.items():
            for move, row in moves.items():
                self._add_change(place, move, row.count, row.examples)

    def _add_change(self, place: tuple[str, str], move: str, count: int, examples: Sequence[Key]) -> None:
        moves = self.changes.setdefault(place, {})
        moves.setdefault(move, Row()).add(count, examples)
        if len(moves) > MOST_ROWS:
            last = max(moves, key=_hash)
            self.other_changes[place] = self.other_changes.get(place, 0) + moves.pop(last).count

    def to_json(self) -> dict[str, Any]:
        changes = [
            {"rule": rule, "path": path, **json.loads(move), "count": row.count, "examples": _examples(row)}
            for (rule, path), moves in sorted(self.changes.items())
            for move, row in sorted(moves.items(), key=lambda item: (-item[1].count, item[0]))
        ]
        others = [{"rule": rule, "path": path, "count": count} for (rule, path), count in sorted(self.other_changes.items())]
        logs = [
            {"code": code, "level": level, "count": row.count, "examples": _examples(row)}
            for (level, code), row in sorted(self.logs.items(), key=lambda item: (-item[1].count, item[0]))
        ]
        errors = [
            {"code": code, "count": row.count, "examples": _examples(row)}
            for code, row in sorted(self.errors.items(), key=lambda item: (-item[1].count, item[0]))
        ]
        counts = {"documents": self.documents, "changed": self.changed, "failed": self.failed}
        return {**counts, "changes": changes, "otherChanges": others, "logs": logs, "errors": errors}


def merged(parts: Iterable[Summary]) -> Summary:
    whole = Summary()
    for part in parts:
        whole.merge(part)
    return whole


def _examples(row: Row) -> list[dict[str, Any]]:
    return [{"file": file, "line": line, "name": name} for file, line, name in row.examples]


def _move(change: dict[str, Any]) -> str:
    """Before and after as JSON text, so that equal moves are equal; an absent one is left out, as in the ledger."""
    sides = [part for side in ("before", "after") if side in change for part in (side, change[side])]
    # Lists and objects cannot be looked up.
    can_look_up = all(part is None or isinstance(part, (str, int, float)) for part in sides)
    return _move_text(*sides) if can_look_up else _move_text.__wrapped__(*sides)


@functools.lru_cache(1000, typed=True)
def _move_text(*sides: Any) -> str:
    return json.dumps({side: _shorten(value) for side, value in zip(sides[::2], sides[1::2])}, sort_keys=True)


def _shorten(value: Any) -> Any:
    text = json.dumps(value, sort_keys=True)
    return value if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}… ({_hash(text)[:8]})"


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
