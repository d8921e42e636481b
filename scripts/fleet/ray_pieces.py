"""Pieces of work: stretches of JSON-lines files, and row groups of Parquet files, each with the lines before it."""
import gzip
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import ray

import ray_files as files
from fettle_fleet.audit import Item
from fettle_fleet.census import Block, Census, place_blocks
from fettle_fleet.errors import UsageError
from fettle_fleet.lines import is_blank
from fettle_fleet.options import Options
from fettle_fleet.paths import relative
from fettle_fleet.rows import columns_needed, items_of_lines, items_of_rows

SUFFIXES = {
    "jsonl": (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz"),
    "parquet": (".parquet",),
}
LARGEST, SMALLEST = 8 << 20, 256 << 10


class Stretch(NamedTuple):
    """Bytes of a file: the lines that begin in them. A packed file or a Parquet file is one stretch."""

    path: str
    start: int
    end: int


class Piece(NamedTuple):
    """A stretch, or a Parquet file's row group number `start`, and how many lines of the file stand before it."""

    path: str
    start: int
    end: int
    before: int


def cut(options: Options, at_least: int) -> list[Stretch]:
    found = files.list_files(options.input, SUFFIXES[options.format])
    if not found:
        kinds = " or ".join(f"*{suffix}" for suffix in SUFFIXES[options.format][:3])
        raise UsageError(f"there is no {kinds} under `{options.input}`")
    size = min(LARGEST, max(SMALLEST, sum(length for _, length in found) // at_least))
    stretches = []
    for path, length in found:
        step = length if options.format == "parquet" or path.endswith(".gz") else size
        stretches += [Stretch(path, start, min(start + step, length)) for start in range(0, length, max(step, 1))]
    return stretches


def count(stretches: list[Stretch], options: Options) -> tuple[list[Piece], Census]:
    """The pieces that hold documents, counted on the cluster."""
    count_one = _row_groups if options.format == "parquet" else _lines_of

    def counted(row: dict[str, Any]) -> list[dict[str, Any]]:
        return count_one(Stretch(**row), options)

    asked = ray.data.from_items([stretch._asdict() for stretch in stretches], override_num_blocks=min(len(stretches), 1000))
    found = list(asked.flat_map(counted).iter_rows())
    before, census = place_blocks(Block(row["file"], row["start"], row["lines"], row["documents"], row["line_sum"]) for row in found)
    pieces = [Piece(row["path"], row["start"], row["end"], before[row["file"], row["start"]]) for row in found if row["documents"] > 0]
    return sorted(pieces), census


def read(piece: Piece, options: Options) -> Iterator[list[Item]]:
    """The documents of a piece, in batches."""
    file = name_of(piece.path, options)
    if options.format == "parquet":
        yield from _rows(piece, file, options)
        return
    lines = _lines(Stretch(piece.path, piece.start, piece.end), options)
    for first in range(0, len(lines), options.batch):
        numbered = ((file, piece.before + first + index + 1, line) for index, line in enumerate(lines[first:first + options.batch]))
        yield list(items_of_lines(numbered, options))


def name_of(path: str, options: Options) -> str:
    return relative(path, files.resolve(options.input)[1])


def _lines_of(stretch: Stretch, options: Options) -> list[dict[str, Any]]:
    lines = _lines(stretch, options)
    documents = [index for index, line in enumerate(lines, 1) if not is_blank(line)]
    return [dict(stretch._asdict(), file=name_of(stretch.path, options), lines=len(lines), documents=len(documents), line_sum=sum(documents))]


def _lines(stretch: Stretch, options: Options) -> list[bytes]:
    """The lines that begin in a stretch; the last of them may end beyond it."""
    with files.open_file(options.input, stretch.path) as file:
        if stretch.path.endswith(".gz"):
            text = gzip.decompress(file.read())
        else:
            if stretch.start > 0:
                file.seek(stretch.start - 1)
                while (passed := file.read(SMALLEST)) and b"\n" not in passed:
                    pass
                file.seek(file.tell() - len(passed) + passed.find(b"\n") + 1 if passed else file.tell())
            if file.tell() >= stretch.end:
                return []
            text = file.read(stretch.end - file.tell())
            while not text.endswith(b"\n") and (more := file.read(SMALLEST)):
                end = more.find(b"\n")
                text += more if end < 0 else more[:end + 1]
    lines = text.split(b"\n")
    return lines[:-1] if lines[-1] == b"" else lines


def _row_groups(stretch: Stretch, options: Options) -> list[dict[str, Any]]:
    with files.open_file(options.input, stretch.path) as file:
        metadata = pq.ParquetFile(file).metadata
        sizes = [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]
    shared = {"path": stretch.path, "file": name_of(stretch.path, options)}
    return [dict(shared, start=index, end=index + 1, lines=size, documents=size, line_sum=size * (size + 1) // 2) for index, size in enumerate(sizes)]


def _rows(piece: Piece, name: str, options: Options) -> Iterator[list[Item]]:
    with files.open_file(options.input, piece.path) as file:
        parquet = pq.ParquetFile(file)
        columns = columns_needed(parquet.schema_arrow.names, options)
        first = piece.before + 1
        for batch in parquet.iter_batches(batch_size=options.batch, row_groups=[piece.start], columns=columns):
            keys = ((name, first + index) for index in range(batch.num_rows))
            yield list(items_of_rows(batch, keys, options))
            first += batch.num_rows
