"""Asks releases of vLLM what they make of whole deployments.

python3 scripts/oracle/deployments install RELEASE          a virtual environment with the release, 5 to 10 GB
python3 scripts/oracle/deployments remove RELEASE           removes it
python3 scripts/oracle/deployments ask RELEASE [SHARE] [ID]   asks about all deployments, or one in SHARE, or those whose id has ID in it
python3 scripts/oracle/deployments list                     releases that have an environment
"""

import json
import subprocess
import sys
from pathlib import Path

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
        script = Path(__file__).with_name("ask.py")
        with file.open("a") as out:
            lines = "".join(json.dumps(deployment) + "\n" for deployment in asked)
            subprocess.run(
                ["nice", "-n", "5", python, script, device, folder],
                input=lines,
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
        "list": lambda: print(*environments.installed(), sep="\n"),
    }
    if command not in commands:
        sys.exit(__doc__)
    commands[command](*words)


main(*sys.argv[1:])
