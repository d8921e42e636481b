"""The fettle process: what it says of each way to fail."""
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fettle_fleet.audit import Item, answer, answer_all
from fettle_fleet.errors import AuditError, UsageError, WorkerLost
from fettle_fleet.worker import FettleWorker, check_command

FLAKY = Path(__file__).with_name("flaky.py")
GOOD = b'{"model_config":{}}'


def words(fettle: str) -> list[str]:
    return [*shlex.split(fettle), "apply", "--ndjson", "--quiet"]


def flaky(tmp_path: Path, plan: str, fettle: str) -> list[str]:
    return [sys.executable, str(FLAKY), str(tmp_path), plan, *words(fettle)]


def test_batches_in_order(fettle: str) -> None:
    worker = FettleWorker(words(fettle), 60)
    first = [Item("a", line, None, GOOD if line % 2 else b"{") for line in range(11, 15)]
    second = [Item("b", line, "n", b"[]") for line in (7, 9)]
    found = [*answer(worker, first), *answer(worker, second)]
    worker.close()
    assert [(item.file, item.line, item.name) for item in found] == [(item.file, item.line, item.name) for item in (*first, *second)]
    assert ['"ok":true' in item.result for item in found] == [True, False, True, False, False, False]
    assert "line 12, column" in found[1].result and "line 14, column" in found[3].result
    assert '"line 7: the document is not an object' in found[4].result and '"line 9: ' in found[5].result


def test_large_batch_does_not_block(fettle: str) -> None:
    document = b'{"model_config":{"hf_config":{"text":"' + b"x" * 200_000 + b'"}}}'
    worker = FettleWorker(words(fettle), 60)
    assert len(worker.ask([document] * 200)) == 200
    worker.close()


@pytest.mark.parametrize(
    ("plan", "kind", "text"),
    [
        ("die", WorkerLost, "signal 9"),
        ("short", WorkerLost, "after 18 of 20 documents"),
        ("twice", WorkerLost, "another number of answers"),
        ("hang", WorkerLost, "longer than 2 seconds"),
        ("refuse", UsageError, "no such rule set"),
    ],
)
def test_failures(tmp_path: Path, fettle: str, plan: str, kind: type[AuditError], text: str) -> None:
    worker = FettleWorker(flaky(tmp_path, plan, fettle), 2 if plan == "hang" else 60)
    with pytest.raises(kind, match=text):
        worker.ask([GOOD] * 20)
    worker.kill()


def test_end_is_checked(tmp_path: Path, fettle: str) -> None:
    script = tmp_path / "late.sh"
    script.write_text(f"{fettle} \"$@\"; exit 70\n")

    def batches() -> Iterator[list[Item]]:
        yield [Item("a", 1, None, GOOD)]

    with pytest.raises(WorkerLost, match="exit code 70"):
        list(answer_all(["sh", str(script), *words(fettle)[-3:]], 60, batches()))


def test_check_tells_mistakes(fettle: str) -> None:
    check_command(words(fettle), 60)
    with pytest.raises(UsageError, match="cannot start"):
        check_command(["/no/such/fettle"], 60)
    with pytest.raises(UsageError, match="nowhere"):
        check_command([*words(fettle), "--rules", "/nowhere"], 60)
