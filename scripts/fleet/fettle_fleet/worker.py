"""One `fettle apply --ndjson` process that answers batches of lines."""
import json
import re
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from typing import IO

from .errors import UsageError, WorkerLost

# Ends every batch. Being no object, it is answered with an error that carries fettle's own count of the lines, which
# shows that every line before it was answered once.
CHECK_LINE = b"null"
CHECK_ANSWER = re.compile(r"line (\d+)\b")


class FettleWorker:
    def __init__(self, command: Sequence[str], patience: float) -> None:
        self._patience = patience
        self._sent = 0
        self._is_hung = False
        self._errors: IO[bytes] = tempfile.TemporaryFile()
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors)
        except OSError as error:
            raise UsageError(f"cannot start `{command[0]}`: {error.strerror}; name it with --command") from None

    @property
    def sent(self) -> int:
        """How many lines this process has been sent; the next line is number sent + 1 to it."""
        return self._sent

    def ask(self, lines: Sequence[bytes]) -> list[str]:
        """One answer a line, in order. No line may be blank or hold a line break."""
        text = b"".join(line + b"\n" for line in (*lines, CHECK_LINE))
        # Fettle answers while it reads: a pipe written and read by one thread could fill up both ways.
        writer = threading.Thread(target=self._write, args=(text,), daemon=True)
        watch = threading.Timer(self._patience, self._give_up)
        watch.daemon = True
        writer.start()
        watch.start()
        try:
            assert self._process.stdout is not None
            answers = [self._process.stdout.readline() for _ in range(len(lines) + 1)]
        finally:
            watch.cancel()
        if not answers[-1].endswith(b"\n"):
            raise self._ended(len(lines), sum(answer.endswith(b"\n") for answer in answers))
        writer.join()
        self._sent += len(lines) + 1
        if _counted(answers[-1]) != self._sent:
            self.kill()
            raise WorkerLost(f"`fettle` gave another number of answers than the {len(lines)} documents that it was sent")
        return [answer[:-1].decode("utf-8") for answer in answers[:-1]]

    def close(self) -> None:
        """Ends the process. @raises WorkerLost where it does not end well."""
        process = self._process
        try:
            rest, _ = process.communicate(timeout=self._patience)
        except subprocess.TimeoutExpired:
            self.kill()
            raise WorkerLost("`fettle` did not end after its last document") from None
        if rest:
            raise WorkerLost("`fettle` wrote more answers than it was sent documents")
        if process.returncode not in (0, 1):
            raise self._failure("after its last document")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            try:
                assert stream is not None
                stream.close()
            except OSError:
                pass

    def _write(self, text: bytes) -> None:
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(text)
            self._process.stdin.flush()
        except (OSError, ValueError):
            pass  # The reader notices that answers are missing, and says why.

    def _give_up(self) -> None:
        self._is_hung = True
        self._process.kill()

    def _ended(self, asked: int, answered: int) -> Exception:
        try:
            self._process.wait(timeout=self._patience)
        except subprocess.TimeoutExpired:
            self.kill()
        return self._failure(f"after {min(asked, answered)} of {asked} documents")

    def _failure(self, when: str) -> Exception:
        code = self._process.returncode
        self._errors.seek(0)
        said = " ".join(self._errors.read()[-2000:].decode("utf-8", "replace").split())
        if self._is_hung:
            return WorkerLost(f"`fettle` took longer than {self._patience:g} seconds for a batch")
        if code in (2, 126, 127):
            return UsageError(said or f"`fettle` refuses to start (exit code {code})")
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return WorkerLost(f"`fettle` ended ({how}) {when}{': ' + said if said else ''}")


def check_command(command: Sequence[str], patience: float) -> None:
    """Starts fettle once where the job is driven, so that a mistake is told before any work is handed out."""
    worker = FettleWorker(command, patience)
    try:
        worker.ask([])
        worker.close()
    finally:
        worker.kill()


def _counted(answer: bytes) -> int | None:
    try:
        found = CHECK_ANSWER.match(json.loads(answer)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return None
    return int(found[1]) if found else None
