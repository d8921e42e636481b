"""The options that both jobs share."""
import argparse
import shlex
from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    input: str
    output: str
    format: str
    column: str | None
    name: str | None
    command: tuple[str, ...]
    output_format: str
    overwrite: bool
    summary: str | None
    batch: int
    partitions: int | None
    retries: int
    patience: float


def parser(description: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=description, allow_abbrev=False)
    made.add_argument("input", help="folder (or file) of config documents")
    made.add_argument("output", help="folder for the results; must not exist, or see --overwrite")
    made.add_argument("--format", choices=("jsonl", "parquet"), default="jsonl",
                      help="jsonl: *.jsonl, *.ndjson and *.json, one document a line, also as .gz; parquet: *.parquet (default: jsonl)")
    made.add_argument("--column", metavar="NAME",
                      help="Parquet: the column that holds the document, as JSON text or as a struct (default: every column is a section)")
    made.add_argument("--name", metavar="FIELD",
                      help="what to call a document beside its file and line: a Parquet column, else a path into the document, as model_config.model")
    made.add_argument("--command", default="fettle", help="how to start fettle on every machine (default: fettle)")
    made.add_argument("--set", dest="rule_set", metavar="NAME", help="handed to fettle")
    made.add_argument("--rules", action="append", default=[], metavar="FOLDER", help="handed to fettle; the folder must be on every machine; may be repeated")
    made.add_argument("--target", metavar="RELEASE", help="handed to fettle, as vllm@0.19.0")
    made.add_argument("--pack", metavar="NAME", help="handed to fettle: run this pack alone")
    made.add_argument("--output-format", choices=("jsonl", "parquet"), default="jsonl", help="what to write (default: jsonl)")
    made.add_argument("--overwrite", action="store_true", help="replace the output folder")
    made.add_argument("--summary", metavar="FILE", help="also write the summary as JSON to this file, on the machine that drives the job")
    made.add_argument("--batch", type=_positive, default=1000, metavar="N", help="documents that a worker holds at once (default: 1000)")
    made.add_argument("--partitions", type=_positive, metavar="N", help="at least so many pieces of work, where the files allow it")
    made.add_argument("--retries", type=_not_negative, default=3, metavar="N", help="how often a failed piece of work is tried again (default: 3)")
    made.add_argument("--patience", type=_seconds, default=600.0, metavar="SECONDS", help="how long a batch may take before its fettle counts as hung (default: 600)")
    return made


def read(given: argparse.Namespace) -> Options:
    try:
        words = shlex.split(given.command)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"`--command {given.command}`: {error}") from None
    if not words:
        raise argparse.ArgumentTypeError("`--command` is empty")
    command = [*words, "apply", "--ndjson", "--quiet"]
    for flag, value in (("--set", given.rule_set), ("--target", given.target), ("--pack", given.pack)):
        if value is not None:
            command += [flag, value]
    for folder in given.rules:
        command += ["--rules", folder]
    if given.format == "jsonl" and given.column is not None:
        raise argparse.ArgumentTypeError("`--column` goes with `--format parquet`")
    kept = {field: getattr(given, field) for field in Options.__dataclass_fields__ if field != "command"}
    return Options(command=tuple(command), **kept)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"`{text}` is no whole number above 0")
    return int(text)


def _not_negative(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"`{text}` is no whole number")
    return int(text)


def _seconds(text: str) -> float:
    try:
        if 0 < (seconds := float(text)) < 1e6:
            return seconds
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"`{text}` is no number of seconds")
