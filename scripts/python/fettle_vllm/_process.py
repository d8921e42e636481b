"""The long-lived process: one JSON text a line, in and out."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import threading
from typing import Any, Dict, List, Optional

from ._node import APP, node
from ._results import Diagnostic


class FettleError(Exception):
    """What was asked for cannot be done; `diagnostics` say why, as data."""

    def __init__(self, diagnostics: List[Diagnostic]) -> None:
        super().__init__("\n".join(map(_sentence, diagnostics)))
        self.diagnostics = diagnostics


class InternalError(Exception):
    """A bug in Fettle."""


def _sentence(entry: Diagnostic) -> str:
    place = ":".join(str(part) for part in (entry["file"] or entry["path"], entry["line"], entry["column"]) if part)
    where = f"{place}: " if place else ""
    return f"{where}{entry['severity']}: {entry['message']} [{entry['code']}]\n  {entry['hint']}"


class Process:
    """Starts with the first request, starts again where it has died, and serves all threads, one request at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: Optional[subprocess.Popen[bytes]] = None
        self._owner = os.getpid()
        self._next = 0

    def ask(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """The answer to a request. Raises FettleError where it is refused."""
        # As standard JSON, so that a value that has no JSON fails here and not in the process.
        request = {**request, "cwd": os.getcwd()}
        with self._lock:
            self._next += 1
            line = json.dumps({**request, "id": self._next}, allow_nan=False).encode() + b"\n"
            answer = self._exchange(line) or self._exchange(line)
        if answer is None or answer.get("id") != self._next:
            self.close()
            raise InternalError("the process of Fettle ended while it answered, twice")
        if answer["kind"] == "refused":
            raise FettleError(answer["diagnostics"])
        if answer["kind"] == "fault":
            raise InternalError(answer["message"])
        return answer

    def _exchange(self, line: bytes) -> Optional[Dict[str, Any]]:
        """Sends a line and reads the answer; None where the process has died, which ends it for good."""
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise InternalError("the process of Fettle has no pipes")
        try:
            process.stdin.write(line)
            process.stdin.flush()
            read = process.stdout.readline()
            if read.endswith(b"\n"):
                answer: Dict[str, Any] = json.loads(read)
                return answer
        except OSError:
            pass
        except BaseException:
            # Half an answer may be left in the pipe: nothing can be asked of this process any more.
            self._end()
            raise
        self._end()
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner != os.getpid():
            # The process belongs to the parent of this fork, whose pipe it is.
            self._process = None
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            words = [node(), str(APP / "dist/cli/serve-python.js")]
            self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self._owner = os.getpid()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                pass
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def close(self) -> None:
        with self._lock:
            self._end()

    def forget_lock(self) -> None:
        """In the child of a fork, another thread of the parent may have held the lock."""
        self._lock = threading.Lock()


process = Process()
atexit.register(process.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=process.forget_lock)
