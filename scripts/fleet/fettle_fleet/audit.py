"""Documents in, keyed results out: the one place where answers meet their documents."""
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .lines import relocate
from .worker import FettleWorker


class Item(NamedTuple):
    """A document under its key. A Parquet file's rows count as its lines."""

    file: str
    line: int
    name: str | None
    document: bytes


class Answer(NamedTuple):
    file: str
    line: int
    name: str | None
    result: str


def answer(worker: FettleWorker, items: Sequence[Item]) -> list[Answer]:
    """One answer an item, in order."""
    first = worker.sent + 1
    results = worker.ask([item.document for item in items])
    return [
        Answer(item.file, item.line, item.name, relocate(result, first + index, item.line))
        for index, (item, result) in enumerate(zip(items, results, strict=True))
    ]


def answer_all(command: Sequence[str], patience: float, batches: Iterable[Sequence[Item]]) -> Iterator[list[Answer]]:
    """Answers batches with one process, started with the first; raises at the end where it did not end well."""
    worker: FettleWorker | None = None
    try:
        for items in batches:
            if not items:
                continue
            worker = worker or FettleWorker(command, patience)
            yield answer(worker, items)
        if worker is not None:
            worker.close()
    finally:
        if worker is not None:
            worker.kill()
