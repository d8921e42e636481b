"""The common frame of both jobs: options in, exit code out."""
import argparse
import json
import os
import signal
import sys
from collections.abc import Callable

from .census import Census
from .errors import AuditError, explain
from .options import Options, read
from .summary import Summary
from .table import table
from .worker import check_command

Job = Callable[[Options, argparse.Namespace], tuple[Census, Summary]]


def run(parser: argparse.ArgumentParser, job: Job) -> int:
    """0 fine, 1 some documents failed their evaluation, 2 usage or load error, 3 the audit did not finish."""
    given = parser.parse_args()
    try:
        options = read(given)
    except argparse.ArgumentTypeError as error:
        parser.error(str(error))
    try:
        check_command(options.command, options.patience)
        census, summary = job(options, given)
        census.require_same(summary.census)
        found = summary.to_json()
        if options.summary is not None:
            _write(options.summary, json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Exception as error:
        if os.environ.get("FETTLE_DEBUG") == "1":
            raise
        known = explain(error)
        print(f"{parser.prog}: {known}", file=sys.stderr)
        return known.exit_code
    print(table(found))
    return 1 if summary.failed > 0 else 0


def _write(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise AuditError(f"cannot write `{path}`: {error.strerror}; the results are complete") from None
