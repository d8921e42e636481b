"""Times one fettle process and both jobs on folders of growing size: seconds of wall time, the median of some rounds.
A contender that fails is left out; the exit code is 1 if one never ends well.

    python measure.py --command "node ../../dist/cli/main.js" --sizes 2000,200000 --rounds 3
"""
import argparse
import json
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "tests"))

from corpus import compact, documents  # noqa: E402

FILES = 4
LIMIT = 900


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", default="fettle")
    parser.add_argument("--sizes", default="2000,200000")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    found: dict[tuple[int, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        sizes = [int(size) for size in given.sizes.split(",")]
        for size in sizes:
            bytes_written = make(Path(folder) / str(size), size)
            print(f"{size:,} documents, {bytes_written / size:.0f} bytes each", file=sys.stderr)
        # Round by round, so that a busy minute of the machine does not fall on one contender alone.
        for _ in range(given.rounds):
            for size in sizes:
                for name, words in contenders(given.command, Path(folder), size).items():
                    began = time.perf_counter()
                    done = subprocess.run(words, shell=isinstance(words, str), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=LIMIT)
                    if done.returncode not in (0, 1):
                        print(f"measure.py: {size:,} {name} ended with exit code {done.returncode}", file=sys.stderr)
                        continue
                    found.setdefault((size, name), []).append(time.perf_counter() - began)
                    print(f"{size:,} {name} {found[size, name][-1]:.1f} s", file=sys.stderr)
    print(json.dumps([{"documents": size, "way": name, "seconds": round(statistics.median(times), 2)} for (size, name), times in found.items()], indent=1))
    if len(found) < len(sizes) * len(contenders(given.command, Path(folder), sizes[0])):
        sys.exit(1)


def make(folder: Path, size: int) -> int:
    folder.mkdir()
    written = 0
    for index in range(FILES):
        with (folder / f"{index}.jsonl").open("wb") as file:
            for document in documents(size // FILES):
                written += file.write(compact(document) + b"\n")
    return written


def contenders(command: str, folder: Path, size: int) -> dict[str, list[str] | str]:
    given, out = folder / str(size), folder / "out"
    job = [str(given), str(out), "--overwrite", "--command", command]
    return {
        "alone": f"cat {shlex.quote(str(given))}/*.jsonl | {command} apply --ndjson --quiet > {shlex.quote(str(out))}.ndjson",
        "spark, only json": [sys.executable, str(HERE / "parse_spark.py"), str(given), str(out)],
        "spark": [sys.executable, str(HERE / "audit_spark.py"), *job],
        "ray": [sys.executable, str(HERE / "audit_ray.py"), *job],
    }


if __name__ == "__main__":
    main()
