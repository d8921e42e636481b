"""Runs the two jobs as a user does, on a local cluster of each."""
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pyspark

FLEET = Path(__file__).resolve().parents[1]
LIMIT = 300


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Engine:
    name: str
    script: str
    arguments: tuple[str, ...]

    def run(self, *arguments: object) -> Done:
        words = [sys.executable, str(FLEET / self.script), *map(str, arguments), *self.arguments]
        done = subprocess.run(words, capture_output=True, text=True, timeout=LIMIT, env=environment())
        return Done(done.returncode, done.stdout, done.stderr)


def environment() -> dict[str, str]:
    # The JVMs live for seconds here: what it costs to optimise them would never come back.
    java = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    return {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "JAVA_TOOL_OPTIONS": java}


@contextmanager
def spark_cluster(folder: Path, workers: int) -> Iterator[str]:
    """A standalone master and workers, each a process, on loopback."""
    home = Path(pyspark.__file__).parent
    port = free_port()
    url = f"spark://127.0.0.1:{port}"
    base = [str(home / "bin" / "spark-class")]
    deploy = "org.apache.spark.deploy"
    started: list[subprocess.Popen[bytes]] = []
    try:
        with (folder / "spark.log").open("wb") as log:
            def start(*words: object) -> None:
                env = {**environment(), "SPARK_HOME": str(home), "SPARK_WORKER_DIR": str(folder / "work")}
                started.append(subprocess.Popen([*base, *map(str, words)], stdout=log, stderr=log, env=env))

            start(f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", 0)
            wait_for(port)
            for _ in range(workers):
                start(f"{deploy}.worker.Worker", "--host", "127.0.0.1", "--cores", 1, "--memory", "1g", "--webui-port", 0, url)
            yield url
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the Spark master did not start")


def results(folder: Path) -> list[tuple[str, int, str | None, str]]:
    """Every written result with its key, the result as the text that was written."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "_")):
            continue
        if path.suffix == ".parquet":
            found += [(row["file"], row["line"], row["name"], row["result"]) for row in pq.read_table(path).to_pylist()]
            continue
        for line in path.read_text().splitlines():
            row = json.loads(line)
            found.append((row["file"], row["line"], row["name"], line[line.index(',"result":') + len(',"result":'):-1]))
    return found
