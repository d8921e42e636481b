"""Audits a folder of config documents with Fettle, as a Ray Data job.

    python audit_ray.py INPUT OUTPUT --set vllm
"""
import argparse
import io
import logging
import os
import pickle
import sys
import warnings
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
# Ray warns that an actor which restarts needs its arguments; the driver holds them until the job is done.
os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")

import pyarrow as pa
import ray

import ray_files as files
from fettle_fleet import finish, options as shared
from fettle_fleet.audit import Answer, answer
from fettle_fleet.census import Census
from fettle_fleet.errors import LOST, UsageError
from fettle_fleet.options import Options
from fettle_fleet.results import from_columns, from_line
from fettle_fleet.summary import Summary, merged
from fettle_fleet.worker import FettleWorker
from ray_pieces import Piece, count, cut, read
from ray_sink import LinesSink

SCHEMA = pa.schema([("file", pa.string()), ("line", pa.int64()), ("name", pa.string()), ("result", pa.string())])


def main() -> int:
    parser = shared.parser("Audits a folder of config documents with Fettle, as a Ray Data job.")
    parser.add_argument("--address", help="the cluster, as auto or ray://host:port (default: RAY_ADDRESS, else this machine's cores)")
    return finish.run(parser, job)


def job(options: Options, given: argparse.Namespace) -> tuple[Census, Summary]:
    start(options, given.address)
    try:
        return audit(options)
    finally:
        ray.shutdown()


def start(options: Options, address: str | None) -> None:
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    address = address or os.environ.get("RAY_ADDRESS")
    try:
        if address is not None:
            ray.init(address=address, **quiet)
        else:
            ray.init(include_dashboard=False, **quiet)
    except (ConnectionError, ValueError) as error:
        raise UsageError(f"cannot reach the cluster: {str(error).splitlines()[0]}") from None
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = sys.stderr.isatty()
    context.retried_map_errors = [LOST]
    context.max_map_retries = options.retries
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    # Ray has no other way yet to bound an actor's restarts.
    warnings.filterwarnings("ignore", message=".*ray_remote_args")


class Auditor:
    """One fettle process for many pieces; a new one after a failure."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._worker: FettleWorker | None = None

    def __call__(self, batch: pa.Table) -> pa.Table:
        answers = [found for row in batch.to_pylist() for found in self._answer(Piece(**row))]
        columns = list(zip(*answers)) or [()] * len(Answer._fields)
        return pa.table([pa.array(column, kind) for column, kind in zip(columns, SCHEMA.types)], schema=SCHEMA)

    def _answer(self, piece: Piece) -> list[Answer]:
        """A piece is answered whole or not at all, so that a second try repeats nothing."""
        answers: list[Answer] = []
        try:
            for items in read(piece, self._options):
                self._worker = self._worker or FettleWorker(self._options.command, self._options.patience)
                answers += answer(self._worker, items)
        except BaseException:
            if self._worker is not None:
                self._worker.kill()
            self._worker = None
            raise
        return answers


def audit(options: Options) -> tuple[Census, Summary]:
    files.check(options)
    resources = ray.cluster_resources()  # type: ignore[no-untyped-call]
    cpus = max(1, int(resources.get("CPU", 1)))
    stretches = cut(options, at_least=options.partitions or 4 * cpus)
    files.prepare(options.output)
    pieces, census = count(stretches, options)
    if pieces:
        evaluate(pieces, options, workers=min(cpus, len(pieces)))
    files.mark_complete(options.output)
    return census, summarise(options)


def evaluate(pieces: list[Piece], options: Options, workers: int) -> None:
    answered = ray.data.from_items([piece._asdict() for piece in pieces], override_num_blocks=len(pieces)).map_batches(
        Auditor,
        fn_constructor_args=(options,),
        batch_size=1,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(size=workers),
        max_restarts=options.retries,
        max_task_retries=options.retries,
    )
    # Writing waits for disks, not cores: asking for none keeps it from waiting for the auditors to leave theirs.
    writing = {"num_cpus": 0}
    # A write that is tried again writes the same file again: Ray names it by the write and the task.
    if options.output_format == "jsonl":
        answered.write_datasink(LinesSink(options.output), ray_remote_args=writing)
    else:
        answered.write_parquet(options.output, ray_remote_args=writing)


def summarise(options: Options) -> Summary:
    """From what was written, so that what is counted is what a reader of the output will find."""
    written = files.written(options.output)
    if not written:
        return Summary()

    def part(row: dict[str, Any]) -> dict[str, Any]:
        summary = Summary()
        for key_and_result in results_in(row["path"], options):
            summary.add(*key_and_result)
        return {"part": pickle.dumps(summary)}

    parts = ray.data.from_items([{"path": path} for path in written], override_num_blocks=len(written)).map(part)
    return merged(pickle.loads(row["part"]) for row in parts.iter_rows())


def results_in(path: str, options: Options) -> Iterator[tuple[str, int, str | None, Any]]:
    with files.open_file(options.output, path) as file:
        if options.output_format == "jsonl":
            yield from (from_line(line) for line in io.TextIOWrapper(file, encoding="utf-8", newline="\n"))
        else:
            import pyarrow.parquet as pq

            for batch in pq.ParquetFile(file).iter_batches():
                yield from (from_columns(**row) for row in batch.to_pylist())


if __name__ == "__main__":
    sys.exit(main())
