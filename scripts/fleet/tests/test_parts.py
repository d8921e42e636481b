"""The shared parts, without a cluster."""
import gzip
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fettle_fleet import options as shared
from fettle_fleet.census import Block, Census, place_blocks
from fettle_fleet.documents import from_struct, from_text, name_in
from fettle_fleet.errors import CountMismatch, UsageError, WorkerLost, explain
from fettle_fleet.lines import is_blank, relocate
from fettle_fleet.paths import path_of_uri, relative
from fettle_fleet.summary import MOST_ROWS, Summary, merged
from fettle_fleet.table import table
from ray_pieces import Piece, Stretch, _lines, _lines_of, read


def made(*words: str) -> shared.Options:
    return shared.read(shared.parser("").parse_args(["in", "out", *words]))


def result(changes: list[dict[str, Any]], error: str | None = None) -> dict[str, Any]:
    said = {"code": error, "kind": "value", "message": "", "rule": None} if error else None
    return {"ok": error is None, "document": None, "changes": changes, "logs": [{"level": "info", "code": "a/b", "rule": "r", "message": "", "params": {}}], "error": said}


def test_blank_as_fettle_has_it() -> None:
    assert all(is_blank(text.encode()) for text in ("", " \t\r", "\u00a0\u2003\ufeff", "\u2028"))
    assert not any(is_blank(text) for text in (b"{}", b"\xff", b"\x1c", "\u0085".encode(), "\u200b".encode()))


def test_relocation_touches_only_errors_of_lines() -> None:
    error = '{"ok":false,"document":null,"changes":[],"logs":[],"error":{"code":"fettle/json-syntax","kind":"value","message":"line 3, column 1: x line 3","rule":null}}'
    assert relocate(error, 3, 77) == error.replace("line 3,", "line 77,")
    assert relocate(error, 4, 77) == error
    of_pack = error.replace("fettle/json-syntax", "acme/pack/failed")
    assert relocate(of_pack, 3, 77) == of_pack


def test_documents_out_of_cells() -> None:
    assert from_text(None) == from_text("") == from_text(b" \n") == b"null"
    assert from_text('{\n"a":1\n}') == b'{\r"a":1\r}'
    assert from_struct({"a": {"b": None, "c": [None, {"d": None}]}, "e": None}) == b'{"a":{"c":[null,{}]}}'
    assert from_struct({"a": Decimal("16"), "b": Decimal("0.9")}) == b'{"a":16,"b":0.9}'
    with pytest.raises(UsageError, match="a column holds a bytes"):
        from_struct({"a": b"x"})
    assert name_in(b'{"a":{"b":"n"}}', "a.b") == "n"
    assert name_in(b'{"a":7}', "a") == "7"
    assert name_in(b"{", "a") is None and name_in(b'{"a":1}', "a.b") is None


def test_paths() -> None:
    assert path_of_uri("file:///a%20b/c%2520.json") == "/a b/c%20.json"
    assert relative("/in/deep er/a.json", "/in") == "deep er/a.json"
    assert relative("/in/a.json", "/in/a.json") == "a.json"


def test_summary_is_the_same_however_it_is_cut() -> None:
    rng = random.Random(7)
    rows = []
    for line in range(1, 4000):
        changes = [{"path": "p", "rule": "a/r", "before": rng.choice([None, 1, "x"]), "after": rng.randrange(3000)} for _ in range(rng.randrange(3))]
        rows.append(("f", line, None, result(changes, "a/e" if line % 7 == 0 else None)))
    whole = Summary()
    for row in rows:
        whole.add(*row)
    rng.shuffle(rows)
    parts = []
    while rows:
        parts.append(Summary())
        for _ in range(rng.randrange(1, 900)):
            if rows:
                parts[-1].add(*rows.pop())
    assert merged(parts).to_json() == whole.to_json()
    found = whole.to_json()
    assert len(found["changes"]) == MOST_ROWS and found["otherChanges"][0]["count"] > 0
    assert found["errors"] == [{"code": "a/e", "count": 571, "examples": [{"file": "f", "line": line, "name": None} for line in (7, 14, 21)]}]


def test_absent_differs_from_null() -> None:
    whole = Summary()
    whole.add("f", 1, None, result([{"path": "p", "rule": "r", "before": None, "after": 1}]))
    whole.add("f", 2, None, result([{"path": "p", "rule": "r", "after": 1}]))
    whole.add("f", 3, None, result([{"path": "p", "rule": "r", "before": 1}]))
    text = table(whole.to_json())
    assert "null → 1" in text and "absent → 1" in text and "1 → absent" in text


def test_table_cannot_be_forged() -> None:
    whole = Summary()
    whole.add("f\n::error::x", 1, None, result([{"path": "p\u001b[2J", "rule": "r", "before": None, "after": "a\nb"}]))
    text = table(whole.to_json())
    assert "\u001b" not in text and not any(line.startswith("::error") for line in text.splitlines())


def test_census_tells_what_is_wrong() -> None:
    before, census = place_blocks([Block("f", 100, 3, 2, 4), Block("f", 0, 5, 5, 15), Block("g", 0, 1, 1, 1)])
    assert before == {("f", 0): 0, ("f", 100): 5, ("g", 0): 0}
    assert census.files == {"f": (7, 15 + 4 + 10), "g": (1, 1)}
    census.require_same(Census(dict(census.files)))
    with pytest.raises(CountMismatch, match="7 documents but 6 results"):
        census.require_same(Census({"f": (6, 25), "g": (1, 1)}))
    with pytest.raises(CountMismatch, match="two results and some none"):
        census.require_same(Census({"f": (7, 30), "g": (1, 1)}))


def test_stretches_hold_every_line_once(tmp_path: Path) -> None:
    rng = random.Random(3)
    options = made()
    for index in range(60):
        text = b"\n".join(rng.choice([b"", b"{}", b"x" * rng.randrange(30)]) for _ in range(rng.randrange(12)))
        path = tmp_path / f"{index}.jsonl"
        path.write_bytes(text + rng.choice([b"", b"\n"]))
        whole = path.read_bytes()
        step = rng.randrange(1, 12)
        lines = [line for start in range(0, len(whole), step) for line in _lines(Stretch(str(path), start, min(start + step, len(whole))), options)]
        assert lines == (whole.split(b"\n")[:-1] if whole.endswith(b"\n") else whole.split(b"\n") if whole else [])


def test_packed_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"{}\n\n{}\n"))
    options = shared.read(shared.parser("").parse_args([str(tmp_path), "out"]))
    assert _lines_of(Stretch(str(path), 0, 99), options)[0] | {"path": ""} == {"path": "", "start": 0, "end": 99, "file": "a.jsonl.gz", "lines": 3, "documents": 2, "line_sum": 4}
    assert [item.line for items in read(Piece(str(path), 0, 99, 0), options) for item in items] == [1, 3]


def test_maps_and_names_in_rows(tmp_path: Path) -> None:
    kind = pa.struct([("hf_config", pa.map_(pa.string(), pa.string()))])
    pq.write_table(pa.table({"id": [5], "model_config": pa.array([{"hf_config": [("k", "v")]}], kind)}), tmp_path / "a.parquet")
    words = [str(tmp_path), "out", "--format", "parquet", "--name", "id"]
    items = list(read(Piece(str(tmp_path / "a.parquet"), 0, 1, 4), shared.read(shared.parser("").parse_args(words))))
    assert items == [[("a.parquet", 5, "5", b'{"model_config":{"hf_config":{"k":"v"}}}')]]


def test_errors_are_found_in_what_engines_say() -> None:
    said = "Job aborted: Traceback\n  fettle_fleet.errors.UsageError: no such set\n at java"
    assert (type(explain(RuntimeError(said))), str(explain(RuntimeError(said)))) == (UsageError, "no such set")
    assert str(explain(RuntimeError(f"x {WorkerLost.__name__}: {WorkerLost('gone')}"))) == "worker lost: gone"
    assert str(explain(RuntimeError(""))) == "the engine gave up: RuntimeError"


def test_options() -> None:
    options = made("--command", "npx fettle", "--set", "s", "--rules", "a", "--rules", "b", "--target", "vllm@0.19.0", "--pack", "p")
    assert options.command == ("npx", "fettle", "apply", "--ndjson", "--quiet", "--set", "s", "--target", "vllm@0.19.0", "--pack", "p", "--rules", "a", "--rules", "b")
    for words in (["--batch", "0"], ["--retries", "-1"], ["--patience", "no"]):
        with pytest.raises(SystemExit):
            made(*words)


def test_results_stand_as_fettle_wrote_them() -> None:
    from fettle_fleet.audit import Answer
    from fettle_fleet.results import from_line, to_line

    line = to_line(Answer("ü\n.json", 3, None, '{"ok":true,"x":1.0}'))
    assert line.endswith('"result":{"ok":true,"x":1.0}}') and "\n" not in line
    assert from_line(line) == ("ü\n.json", 3, None, json.loads('{"ok":true,"x":1.0}'))


def test_results_are_read_without_their_document() -> None:
    from fettle_fleet.audit import Answer
    from fettle_fleet.results import from_line, to_line

    tricky = [{"changes": []}, {"a": {"b": 1, "changes": [1]}}, {"text": ',"changes":[],"result":'}]
    for document in [None, *tricky]:
        for value in tricky:
            changes = [{"path": "p", "before": value, "after": document, "rule": "r"}]
            whole = {"ok": True, "document": document, "changes": changes, "logs": [], "error": None}
            file, line, name, found = from_line(to_line(Answer(',"result":{', 1, '","result":', json.dumps(whole, separators=(",", ":")))) + "\n")
            assert (file, line, name) == (',"result":{', 1, '","result":')
            assert (found["changes"], found["logs"], found["error"]) == (changes, [], None)
