"""Items out of Arrow data, which is what both engines hand over."""
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .audit import Item
from .documents import from_struct, from_value, name_in, name_of
from .errors import UsageError
from .lines import is_blank
from .options import Options

if TYPE_CHECKING:
    import pyarrow


def items_of_lines(lines: Iterable[tuple[str, int, bytes]], options: Options) -> Iterator[Item]:
    """Lines of JSON-lines files, each with its file and number; blank ones are no documents."""
    for file, number, line in lines:
        if not is_blank(line):
            yield Item(file, number, name_in(line, options.name) if options.name else None, line)


def columns_needed(available: Sequence[str], options: Options) -> list[str]:
    """Which columns make the document, and the name's. @raises UsageError"""
    if options.column is None:
        return list(available)
    if options.column not in available:
        raise UsageError(f"there is no column `{options.column}`; there are {', '.join(f'`{name}`' for name in available)}")
    return [name for name in available if name in (options.column, options.name)]


def items_of_rows(batch: "pyarrow.RecordBatch", keys: Iterable[tuple[str, int]], options: Options) -> Iterator[Item]:
    """Rows of Parquet files; `keys` gives the file and row number of each."""
    has_name = options.name in batch.schema.names and options.name != options.column
    names = batch.column(options.name).to_pylist() if has_name else None
    if options.column is not None:
        documents = [from_value(value) for value in batch.column(options.column).to_pylist(maps_as_pydicts="strict")]
    else:
        sections = [name for name in batch.schema.names if not (has_name and name == options.name)]
        columns = [batch.column(name).to_pylist(maps_as_pydicts="strict") for name in sections]
        documents = [from_struct(dict(zip(sections, row))) for row in zip(*columns)]
    for index, (file, row) in enumerate(keys):
        document = documents[index]
        name: Any = None
        if names is not None:
            name = name_of(names[index])
        elif options.name:
            name = name_in(document, options.name)
        yield Item(file, row, name, document)
