"""How many documents each file holds, and at which lines: counted in the input and in the results, and compared."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .errors import CountMismatch


@dataclass
class Census:
    """Of each file, the number of documents and the sum of their lines."""

    files: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, file: str, documents: int, lines: int) -> None:
        before = self.files.get(file, (0, 0))
        self.files[file] = (before[0] + documents, before[1] + lines)

    def merge(self, other: "Census") -> None:
        for file, (documents, lines) in other.files.items():
            self.add(file, documents, lines)

    @property
    def documents(self) -> int:
        return sum(documents for documents, _ in self.files.values())

    def require_same(self, results: "Census") -> None:
        for file in sorted({*self.files, *results.files}):
            expected, found = self.files.get(file, (0, 0)), results.files.get(file, (0, 0))
            if expected[0] != found[0]:
                raise CountMismatch(f"`{file}` has {expected[0]} documents but {found[0]} results; do not use the output")
            if expected[1] != found[1]:
                raise CountMismatch(f"`{file}`: some documents have two results and some none; do not use the output")


@dataclass(frozen=True)
class Block:
    """A stretch of a file whose lines were counted from its own start."""

    file: str
    start: int
    lines: int
    documents: int
    line_sum: int


def place_blocks(blocks: Iterable[Block]) -> tuple[Mapping[tuple[str, int], int], Census]:
    """How many lines stand before each block in its file; and the census with lines counted from the file's start."""
    before: dict[tuple[str, int], int] = {}
    census = Census()
    seen: dict[str, int] = {}
    for block in sorted(blocks, key=lambda block: (block.file, block.start)):
        lines = seen.get(block.file, 0)
        before[block.file, block.start] = lines
        census.add(block.file, block.documents, block.line_sum + block.documents * lines)
        seen[block.file] = lines + block.lines
    return before, census
