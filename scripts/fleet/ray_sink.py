"""Writes answers as JSON lines, each result as fettle wrote it."""
import pyarrow
from ray.data.block import BlockAccessor
from ray.data.datasource import BlockBasedFileDatasink

from fettle_fleet.audit import Answer
from fettle_fleet.results import to_line


class LinesSink(BlockBasedFileDatasink):
    def __init__(self, folder: str) -> None:
        super().__init__(folder, file_format="jsonl")

    def write_block_to_file(self, block: BlockAccessor, file: pyarrow.NativeFile) -> None:
        for batch in block.to_arrow().to_batches():
            lines = (to_line(Answer(**row)) for row in batch.to_pylist())
            file.write("".join(f"{line}\n" for line in lines).encode())
