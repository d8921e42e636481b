"""Audits a folder of config documents with Fettle, as a Spark job.

    spark-submit audit_spark.py INPUT OUTPUT --set vllm
"""
import argparse
import os
import pickle
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
from pyspark import SparkConf, SparkContext
from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from fettle_fleet import finish, options as shared
from fettle_fleet.audit import Answer, Item, answer_all
from fettle_fleet.census import Block, Census, place_blocks
from fettle_fleet.errors import UsageError
from fettle_fleet.lines import is_blank
from fettle_fleet.options import Options
from fettle_fleet.paths import check_output, path_of_uri, relative
from fettle_fleet.results import from_columns, from_line, to_line
from fettle_fleet.rows import columns_needed, items_of_lines, items_of_rows
from fettle_fleet.summary import Summary, merged

FILES = {"jsonl": "*.{jsonl,ndjson,json,jsonl.gz,ndjson.gz,json.gz}", "parquet": "*.parquet"}
FILE, START, ROW = "_fettle_file", "_fettle_start", "_fettle_row"
Batches = Iterator[pa.RecordBatch]
Line = tuple[str, int, int, bytes]
Items = Callable[[Batches], Iterator[list[Item]]]


def main() -> int:
    parser = shared.parser("Audits a folder of config documents with Fettle, as a Spark job.")
    parser.add_argument("--master", metavar="URL", help="the cluster (default: what spark-submit says, else this machine's cores)")
    return finish.run(parser, job)


def job(options: Options, given: argparse.Namespace) -> tuple[Census, Summary]:
    spark = start(options, given.master)
    try:
        with tempfile.TemporaryDirectory() as folder:
            # Workers fetch it when they start, which may be late: it stays until the job is done.
            package = Path(__file__).resolve().parent
            spark.sparkContext.addPyFile(shutil.make_archive(f"{folder}/fettle_fleet", "zip", package, "fettle_fleet"))
            return audit(spark, options)
    except AnalysisException as error:
        raise UsageError(str(error).splitlines()[0]) from None
    finally:
        spark.stop()


def start(options: Options, master: str | None) -> SparkSession:
    SparkContext._ensure_initialized()
    master = with_retries(master or SparkConf().get("spark.master") or "local[*]", options.retries)
    if master.startswith("local["):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = (
        SparkSession.builder.appName("fettle fleet audit")
        .master(master)
        .config("spark.task.maxFailures", options.retries + 1)
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", options.batch)
        .getOrCreate()
    )
    # Spark's own logs hold a stack trace for every failed attempt; the last one's cause is told by explain().
    spark.sparkContext.setLogLevel(os.environ.get("FETTLE_SPARK_LOG", "OFF"))
    # Files are cut by this number. Fixed, because the count of lines and the audit must cut them alike, even where
    # executors join in between.
    cuts = max(options.partitions or 1, spark.sparkContext.defaultParallelism)
    spark.conf.set("spark.sql.files.minPartitionNum", cuts)
    return spark


def with_retries(master: str, retries: int) -> str:
    """Where Spark runs in one process it takes the number of tries from the master's name, and else tries once."""
    found = re.fullmatch(r"local(?:\[([^,\]]+)\])?", master)
    return f"local[{found[1] or 1},{retries + 1}]" if found else master


def audit(spark: SparkSession, options: Options) -> tuple[Census, Summary]:
    root, is_there = locate(spark, options.input)
    if not is_there:
        raise UsageError(f"there is no `{options.input}`")
    output, is_taken = locate(spark, options.output)
    check_output(root, output, is_taken, options)
    if options.format == "jsonl":
        documents = read_lines(spark, options)
        blocks = [Block(*row) for row in documents.mapInArrow(count_lines(root), "file string, start long, lines long, documents long, line_sum long").collect()]
        before, census = place_blocks(blocks)
        held = spark.sparkContext.broadcast(before)
        items = lines_in(root, lambda: held.value, options)
    else:
        documents = read_rows(spark, options)
        census = count_rows(documents, root)
        items = rows_in(root, options)
    write(documents, items, options)
    return census, summarise(spark, options)


def locate(spark: SparkSession, folder: str) -> tuple[str, bool]:
    """The whole path that Spark means by `folder`, without its scheme and host, and whether it exists."""
    assert spark.sparkContext._jvm is not None
    path = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(folder)
    system = path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    return system.makeQualified(path).toUri().getPath(), bool(system.exists(path))


def read_lines(spark: SparkSession, options: Options) -> DataFrame:
    files = spark.read.option("recursiveFileLookup", True).option("pathGlobFilter", FILES["jsonl"]).option("lineSep", "\n").text(options.input)
    if not files.inputFiles():
        raise UsageError(f"there is no *.jsonl, *.ndjson or *.json under `{options.input}`")
    metadata = [F.col("_metadata.file_path").alias(FILE), F.col("_metadata.file_block_start").alias(START)]
    return files.select(F.col("value").cast("binary").alias("value"), *metadata)


def read_rows(spark: SparkSession, options: Options) -> DataFrame:
    reader = spark.read.option("recursiveFileLookup", True).option("pathGlobFilter", FILES["parquet"])
    # Without it Spark takes one file's columns for all, and drops what only the others have.
    files = reader.option("mergeSchema", True).parquet(options.input)
    columns = [F.col(f"`{name}`") for name in columns_needed(files.columns, options)]
    return files.select(*columns, F.col("_metadata.file_path").alias(FILE), F.col("_metadata.row_index").alias(ROW))


def numbered(batches: Batches, root: str) -> Iterator[Line]:
    """Each line with its file, its block's start, and its number in the block. Blocks come whole and in order."""
    block, number = None, 0
    name = ""
    for batch in batches:
        for line, uri, start in zip(batch.column("value").to_pylist(), batch.column(FILE).to_pylist(), batch.column(START).to_pylist()):
            if (uri, start) != block:
                block, number, name = (uri, start), 0, relative(path_of_uri(uri), root)
            number += 1
            yield name, start, number, line


def count_lines(root: str) -> Callable[[Batches], Batches]:
    def count(batches: Batches) -> Batches:
        found: dict[tuple[str, int], list[int]] = {}
        for file, start, number, line in numbered(batches, root):
            row = found.setdefault((file, start), [0, 0, 0])
            row[0] = number
            if not is_blank(line):
                row[1] += 1
                row[2] += number
        rows = [dict(file=file, start=start, lines=row[0], documents=row[1], line_sum=row[2]) for (file, start), row in found.items()]
        if rows:
            yield pa.RecordBatch.from_pylist(rows)

    return count


def count_rows(documents: DataFrame, root: str) -> Census:
    census = Census()
    for row in documents.groupBy(FILE).agg(F.count("*").alias("documents"), F.sum(F.col(ROW) + 1).alias("lines")).collect():
        census.add(relative(path_of_uri(row[FILE]), root), row["documents"], row["lines"])
    return census


def lines_in(root: str, before: Callable[[], Mapping[tuple[str, int], int]], options: Options) -> Items:
    def items(batches: Batches) -> Iterator[list[Item]]:
        for lines in chunked(numbered(batches, root), options.batch):
            placed = ((file, before()[file, start] + number, line) for file, start, number, line in lines)
            yield list(items_of_lines(placed, options))

    return items


def chunked(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def rows_in(root: str, options: Options) -> Items:
    def items(batches: Batches) -> Iterator[list[Item]]:
        for batch in batches:
            files = [relative(path_of_uri(uri), root) for uri in batch.column(FILE).to_pylist()]
            keys = [(file, row + 1) for file, row in zip(files, batch.column(ROW).to_pylist())]
            document = batch.select([name for name in batch.schema.names if name not in (FILE, ROW)])
            yield list(items_of_rows(document, keys, options))

    return items


def write(documents: DataFrame, items: Items, options: Options) -> None:
    is_lines = options.output_format == "jsonl"

    def evaluate(batches: Batches) -> Batches:
        for answers in answer_all(options.command, options.patience, items(batches)):
            yield batch_of_lines(answers) if is_lines else batch_of_answers(answers)

    schema = "value string" if is_lines else "file string, line long, name string, result string"
    writer = documents.mapInArrow(evaluate, schema).write.mode("overwrite" if options.overwrite else "error")
    writer.text(options.output) if is_lines else writer.parquet(options.output)


def batch_of_lines(answers: list[Answer]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"value": pa.array([to_line(answer) for answer in answers], pa.string())})


def batch_of_answers(answers: list[Answer]) -> pa.RecordBatch:
    kinds = (pa.string(), pa.int64(), pa.string(), pa.string())
    columns = [pa.array(column, kind) for column, kind in zip(zip(*answers), kinds)]
    return pa.RecordBatch.from_arrays(columns, names=list(Answer._fields))


def summarise(spark: SparkSession, options: Options) -> Summary:
    """From what was written, so that what is counted is what a reader of the output will find."""
    is_lines = options.output_format == "jsonl"

    def part(batches: Batches) -> Batches:
        summary = Summary()
        for batch in batches:
            if is_lines:
                for line in batch.column("value").to_pylist():
                    summary.add(*from_line(line))
            else:
                for row in batch.to_pylist():
                    summary.add(*from_columns(**row))
        yield pa.RecordBatch.from_pydict({"part": [pickle.dumps(summary)]})

    written = spark.read.option("lineSep", "\n").text(options.output) if is_lines else spark.read.parquet(options.output)
    return merged(pickle.loads(row["part"]) for row in written.mapInArrow(part, "part binary").toLocalIterator())


if __name__ == "__main__":
    sys.exit(main())
