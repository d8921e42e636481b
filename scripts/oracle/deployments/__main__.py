"""Asks releases of vLLM what they make of whole deployments.

python3 scripts/oracle/deployments install RELEASE          a virtual environment with the release, 5 to 10 GB
python3 scripts/oracle/deployments remove RELEASE           removes it
python3 scripts/oracle/deployments ask RELEASE [SHARE] [ID]   asks about all deployments, or one in SHARE, or those whose id has ID in it
python3 scripts/oracle/deployments ask-lines RELEASE [MODELS]
                                                            asks about those of standard input, a JSON object a line; their models are
                                                            in the folder MODELS or are our own
python3 scripts/oracle/deployments chance RELEASE COUNT SEED [MODELS]
                                                            writes so many deployments by chance, a JSON object a line: flags of the
                                                            release's parser, models in the folder MODELS or those of our own
python3 scripts/oracle/deployments list                     releases that have an environment
"""

import json
import subprocess
import sys
from pathlib import Path

import by_chance
import choose
import drafts
import environments
import models
from devices import CPU, DEVICES
from releases import cache


def ask(version, share="1", part=""):
    """Keeps the release's answers, words of errors included, in the cache; asks only what has no answer there yet."""
    python = environments.install(version) / "bin/python"
    folder = cache() / "models"
    models.write(folder, models.folders() | drafts.folders())
    target = cache() / "answers" / version
    target.mkdir(parents=True, exist_ok=True)
    chosen = [deployment for deployment in choose.deployments()[:: int(share)] if part in deployment["id"]]
    (cache() / "answers/deployments.json").write_text(json.dumps(choose.deployments()))
    for device in (*DEVICES, CPU):
        file = target / f"{device}.jsonl"
        known = {json.loads(line).get("id") for line in file.read_text().splitlines()} if file.exists() else set()
        asked = [
            deployment for deployment in chosen if deployment["device"] == device and deployment["id"] not in known
        ]
        if not asked:
            continue
        print(f"{version} on {device}: {len(asked)} deployments", file=sys.stderr, flush=True)
        with file.open("a") as out:
            run(python, device, folder, asked, out)


def ask_lines(version, folder=None):
    """Answers on standard output, of each device in turn; nothing is kept."""
    python = environments.install(version) / "bin/python"
    if folder is None:
        folder = cache() / "models"
        models.write(folder, models.folders() | drafts.folders())
    asked = [json.loads(line) for line in sys.stdin if line.strip()]
    for device in (*DEVICES, CPU):
        run(python, device, folder, [deployment for deployment in asked if deployment["device"] == device], sys.stdout)


def chance(version, count, seed, folder=None):
    python = environments.install(version) / "bin/python"
    script = Path(__file__).with_name("parser_flags.py")
    written = subprocess.run([python, script], stdout=subprocess.PIPE, text=True, check=True, env=environments.variables())
    own = [*models.folders()]
    names = own if folder is None else sorted(path.parent.name for path in Path(folder).glob("*/config.json"))
    devices = ["H100", "H100", *DEVICES, CPU]
    for deployment in by_chance.deployments(json.loads(written.stdout), names, devices, int(count), seed):
        print(json.dumps(deployment))


def run(python, device, folder, asked, out):
    if not asked:
        return
    script = Path(__file__).with_name("ask.py")
    subprocess.run(
        ["nice", "-n", "5", python, script, device, folder],
        input="".join(json.dumps(deployment) + "\n" for deployment in asked),
        stdout=out,
        text=True,
        check=True,
        env=environments.variables(),
    )


def main(command="", *words):
    commands = {
        "install": environments.install,
        "remove": environments.remove,
        "ask": ask,
        "ask-lines": ask_lines,
        "chance": chance,
        "list": lambda: print(*environments.installed(), sep="\n"),
    }
    if command not in commands:
        sys.exit(__doc__)
    commands[command](*words)


main(*sys.argv[1:])
