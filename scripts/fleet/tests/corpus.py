"""Folders of config documents made from the vectors, and what fettle alone says of them."""
import gzip
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

VECTORS = Path(__file__).resolve().parents[3] / "test" / "vectors" / "vllm-seed"

BAD_LINES = [b"", b"   ", b"{", b'{"model_config":', b"[1]", b"null", b'"\xff\xfe"', b'{"model_config":{"max_model_len":"long"}}', b"\t\r", "\u00a0".encode()]

Key = tuple[str, int]


def documents(count: int) -> list[dict[str, Any]]:
    """Vectors over and over, each under a name of its own."""
    inputs = [json.loads(line)["input"] for path in sorted(VECTORS.glob("*.jsonl")) for line in path.read_text().splitlines()]
    return [{**inputs[i % len(inputs)], "model_config": {**inputs[i % len(inputs)]["model_config"], "model": f"fleet/{i}"}} for i in range(count)]


def compact(document: Any) -> bytes:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def write_lines(folder: Path, count: int) -> None:
    """Four files of unlike kinds, with lines that are no documents in between."""
    lines = [compact(document) for document in documents(count)]
    for index in range(7, len(lines), 997):
        lines[index:index] = BAD_LINES
    (folder / "deep er").mkdir(parents=True)
    (folder / "_hidden").mkdir()
    quarter = len(lines) // 4
    (folder / "a.jsonl").write_bytes(b"\n".join(lines[:quarter]))
    (folder / "b.ndjson").write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines[quarter:2 * quarter]) + b"\r\n")
    (folder / "deep er" / "ü%20.json").write_bytes(b"\n\n" + b"\n".join(lines[2 * quarter:3 * quarter]) + b"\n")
    (folder / "deep er" / "d.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines[3 * quarter:]) + b"\n\n"))
    (folder / "empty.jsonl").write_bytes(b"")
    (folder / "notes.txt").write_bytes(b"no document\n")
    (folder / "_hidden" / "e.jsonl").write_bytes(b"{}\n")


def alone_lines(folder: Path, command: Sequence[str]) -> dict[Key, str]:
    """What one fettle process says of each file. Which lines get no result is told by their numbers in errors, and by trim()."""
    expected: dict[Key, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name.startswith("_") or path.suffix == ".txt":
            continue
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        numbers = [number for number, line in enumerate(text.split(b"\n"), 1) if line.decode("utf-8", "replace").strip("\ufeff \t\r\u00a0") != ""]
        results = run_alone(text, command)
        assert len(numbers) == len(results)
        expected.update(((name, number), result) for number, result in zip(numbers, results))
    return expected


def write_text_rows(folder: Path, count: int) -> dict[str, list[bytes]]:
    """Two Parquet files of several row groups, whose column `config` holds JSON, some of it on many lines. Returns each file's rows as lines."""
    folder.mkdir()
    made = documents(count)
    texts: list[str | None] = [json.dumps(document, indent=1 if index % 50 == 0 else None) for index, document in enumerate(made)]
    texts[3:3] = [None, "", "  \n ", "{", "[]", '{"a":"\n"}']
    half = len(texts) // 2
    parts = {"one.parquet": texts[:half], "two.parquet": texts[half:]}
    for name, part in parts.items():
        table = pa.table({"id": pa.array([f"{name}#{index}" for index in range(len(part))]), "config": pa.array(part, pa.string())})
        pq.write_table(table, folder / name, row_group_size=3000)
    return {name: [b"null" if text is None or text.strip() == "" else text.replace("\n", "\r").encode() for text in part] for name, part in parts.items()}


def write_struct_rows(folder: Path) -> dict[str, list[bytes]]:
    """Sections as columns; the second file has a section that the first has not."""
    folder.mkdir()
    rows = [
        {"model_config": {"architecture": "Gemma4ForCausalLM", "max_model_len": 4096, "hf_text_config": {"head_dim": 256, "global_head_dim": 512}},
         "attention_config": {"backend": None if index % 2 else "FLASH_ATTN"}}
        for index in range(40)
    ]
    more = [{**row, "cache_config": {"block_size": 16, "enable_prefix_caching": None}} for row in rows]
    for name, part in (("one.parquet", rows), ("two.parquet", more)):
        pq.write_table(pa.Table.from_pylist([{"id": index, **row} for index, row in enumerate(part)]), folder / name, row_group_size=15)
    return {name: [compact(without_nulls(row)) for row in part] for name, part in (("one.parquet", rows), ("two.parquet", more))}


def alone_rows(rows: dict[str, list[bytes]], command: Sequence[str]) -> dict[Key, str]:
    return {
        (name, number): result
        for name, lines in rows.items()
        for number, result in enumerate(run_alone(b"\n".join(lines) + b"\n", command), 1)
    }


def run_alone(text: bytes, command: Sequence[str]) -> list[str]:
    done = subprocess.run([*command, "apply", "--ndjson", "--quiet"], input=text, stdout=subprocess.PIPE, timeout=120)
    assert done.returncode in (0, 1)
    return done.stdout.decode().splitlines()


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return value
