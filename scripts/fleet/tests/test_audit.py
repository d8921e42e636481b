"""Both jobs on a real local cluster: exactly one result a document, those of fettle alone, whatever dies on the way."""
import json
import shlex
import sys
from collections import Counter
from pathlib import Path

import corpus
import pytest
from conftest import DOCUMENTS
from engines import Done, Engine, results
from fettle_fleet.summary import Summary

FLAKY = Path(__file__).with_name("flaky.py")


def require_same(folder: Path, expected: dict[corpus.Key, str]) -> None:
    found = results(folder)
    counts = Counter((file, line) for file, line, _, _ in found)
    assert {key: count for key, count in counts.items() if count != 1} == {}
    assert counts.keys() == expected.keys()
    assert {(file, line): result for file, line, _, result in found} == expected


def require_summary(path: Path, expected: dict[corpus.Key, str], names: dict[corpus.Key, str | None]) -> None:
    whole = Summary()
    for (file, line), result in expected.items():
        whole.add(file, line, names.get((file, line)), json.loads(result))
    assert json.loads(path.read_text()) == whole.to_json()


def require_refusal(done: Done, code: int, text: str) -> None:
    assert (done.code, done.out) == (code, "")
    assert text in done.err
    assert "Traceback" not in done.err


def test_lines(engine: Engine, fettle: str, tmp_path: Path) -> None:
    corpus.write_lines(tmp_path / "in", DOCUMENTS)
    expected = corpus.alone_lines(tmp_path / "in", shlex.split(fettle))
    done = engine.run(tmp_path / "in", tmp_path / "out", "--command", fettle, "--summary", tmp_path / "s.json", "--partitions", 6)
    assert done.code == 1, done.err
    assert len(expected) == DOCUMENTS + 21 * 6
    require_same(tmp_path / "out", expected)
    require_summary(tmp_path / "s.json", expected, {})
    assert done.out.startswith("20,126 documents, ")
    summary = json.loads((tmp_path / "s.json").read_text())
    assert summary["changes"][0]["rule"] in done.out and "fettle/not-utf8" in done.out


def test_rows_of_json(engine: Engine, fettle: str, tmp_path: Path) -> None:
    rows = corpus.write_text_rows(tmp_path / "in", DOCUMENTS)
    expected = corpus.alone_rows(rows, shlex.split(fettle))
    arguments = ["--format", "parquet", "--column", "config", "--name", "id", "--output-format", "parquet"]
    done = engine.run(tmp_path / "in", tmp_path / "out", "--command", fettle, "--summary", tmp_path / "s.json", *arguments)
    assert done.code == 1, done.err
    assert len(expected) == DOCUMENTS + 6
    require_same(tmp_path / "out", expected)
    names = {(file, line): f"{file}#{line - 1}" for file, line in expected}
    assert {(file, line): name for file, line, name, _ in results(tmp_path / "out")} == names
    require_summary(tmp_path / "s.json", expected, dict(names))


def test_rows_of_structs(engine: Engine, fettle: str, tmp_path: Path) -> None:
    rows = corpus.write_struct_rows(tmp_path / "in")
    expected = corpus.alone_rows(rows, shlex.split(fettle))
    done = engine.run(tmp_path / "in", tmp_path / "out", "--command", fettle, "--format", "parquet", "--name", "id")
    assert done.code == 0, done.err
    require_same(tmp_path / "out", expected)
    assert {name for _, _, name, _ in results(tmp_path / "out")} == {str(index) for index in range(40)}
    require_refusal(engine.run(tmp_path / "in", tmp_path / "out", "--command", fettle, "--format", "parquet"), 2, "exists")


def flaky(state: Path, plan: str, fettle: str) -> str:
    state.mkdir()
    return f"{shlex.join([sys.executable, str(FLAKY), str(state), plan])} {fettle}"


def test_failed_workers_are_tried_again(engine: Engine, fettle: str, tmp_path: Path) -> None:
    corpus.write_lines(tmp_path / "in", DOCUMENTS)
    expected = corpus.alone_lines(tmp_path / "in", shlex.split(fettle))
    command = flaky(tmp_path / "state", "fine,die,short,kill,twice,fine,die", fettle)
    done = engine.run(tmp_path / "in", tmp_path / "out", "--command", command, "--summary", tmp_path / "s.json", "--retries", 6)
    assert done.code == 1, done.err
    assert len(list((tmp_path / "state").iterdir())) > 7
    require_same(tmp_path / "out", expected)
    require_summary(tmp_path / "s.json", expected, {})


def test_hung_worker_is_tried_again(engine: Engine, fettle: str, tmp_path: Path) -> None:
    corpus.write_lines(tmp_path / "in", 400)
    expected = corpus.alone_lines(tmp_path / "in", shlex.split(fettle))
    command = flaky(tmp_path / "state", "fine,hang", fettle)
    done = engine.run(tmp_path / "in", tmp_path / "out", "--command", command, "--patience", 15)
    assert done.code == 1, done.err
    require_same(tmp_path / "out", expected)


@pytest.mark.parametrize(("plan", "code", "text"), [("fine,die*", 3, "worker lost"), ("fine,refuse*", 2, "no such rule set")])
def test_tries_end(engine: Engine, fettle: str, tmp_path: Path, plan: str, code: int, text: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_bytes(b"{}\n" * 50)
    command = flaky(tmp_path / "state", plan, fettle)
    done = engine.run(tmp_path / "in", tmp_path / "out", "--command", command, "--retries", 2)
    require_refusal(done, code, text)
    assert 2 <= len(list((tmp_path / "state").iterdir())) <= 1 + 3 * 2


def test_mistakes(engine: Engine, fettle: str, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "notes.txt").write_text("no document\n")
    with_command = ("--command", fettle)
    require_refusal(engine.run(folder, out, "--command", "no-such-fettle"), 2, "cannot start `no-such-fettle`")
    require_refusal(engine.run(folder, out, *with_command, "--set", "no-such-set"), 2, "no-such-set")
    require_refusal(engine.run(folder, out, *with_command, "--column", "config"), 2, "--column")
    require_refusal(engine.run(tmp_path / "nowhere", out, *with_command), 2, "there is no")
    require_refusal(engine.run(folder, out, *with_command), 2, "there is no *.jsonl")
    require_refusal(engine.run(folder, folder / "out", *with_command), 2, "inside each other")
    corpus.write_struct_rows(tmp_path / "rows")
    require_refusal(engine.run(tmp_path / "rows", out, *with_command, "--format", "parquet", "--column", "config"), 2, "no column `config`")
