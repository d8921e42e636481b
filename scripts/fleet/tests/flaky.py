"""Stands before fettle and misbehaves by plan: flaky.py STATE PLAN COMMAND...

PLAN has a word for each start, the first of which is the job's own check; after its last word all starts are fine,
or like the last word where that ends with `*`.
"""
import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def main() -> None:
    state, plan, command = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    mode = choose(plan, start_number(state))
    if mode == "fine":
        os.execvp(command[0], command)
    if mode == "refuse":
        print("error: no such rule set", file=sys.stderr)
        sys.exit(2)
    if mode == "hang":
        time.sleep(3600)
    lines = first_batch(10 if mode in ("die", "kill") else None)
    answers = subprocess.run(command, input=b"".join(lines), stdout=subprocess.PIPE).stdout.splitlines(keepends=True)
    if mode == "short":
        answers = answers[:-3]
    if mode == "twice":
        answers.insert(2, answers[2])
    sys.stdout.buffer.write(b"".join(answers))
    sys.stdout.buffer.flush()
    if mode == "kill":
        os.kill(os.getppid(), signal.SIGKILL)
    if mode in ("die", "kill"):
        os.kill(os.getpid(), signal.SIGKILL)


def start_number(state: Path) -> int:
    number = 0
    while True:
        try:
            os.close(os.open(state / str(number), os.O_CREAT | os.O_EXCL))
            return number
        except FileExistsError:
            number += 1


def choose(plan: str, number: int) -> str:
    words = plan.split(",")
    if number < len(words):
        return words[number].rstrip("*")
    return words[-1].rstrip("*") if words[-1].endswith("*") else "fine"


def first_batch(most: int | None) -> list[bytes]:
    """Lines up to the one that ends a batch, or the first few."""
    lines: list[bytes] = []
    for line in sys.stdin.buffer:
        lines.append(line)
        if len(lines) == most or (most is None and line == b"null\n"):
            break
    return lines


main()
