#!/bin/sh
# Installs what the jobs need outside the repository, checks types, and runs both jobs on local clusters.
# Usage: test.sh [arguments of pytest]     FETTLE is the command under test (default: this repository's build)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache="${XDG_CACHE_HOME:-$HOME/.cache}/fettle-fleet"
python="$cache/venv/bin/python"
limit=2400
export PYTHONDONTWRITEBYTECODE=1

fail() {
  echo "test.sh: $1" >&2
  exit 2
}

command -v java >/dev/null || fail "Spark needs Java 17 or later"
[ -n "${FETTLE:-}" ] || [ -f "$here/../../dist/cli/main.js" ] || fail "there is no build; run \`npm run build\` first"

wanted=$(cat "$here/requirements.txt" "$here/requirements-test.txt")
if [ ! -f "$cache/installed" ] || [ "$(cat "$cache/installed")" != "$wanted" ]; then
  python3 -m venv "$cache/venv" || fail "cannot make a virtual environment in $cache"
  "$python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements-test.txt" || fail "cannot install requirements-test.txt"
  printf '%s\n' "$wanted" >"$cache/installed"
fi

cd "$here"
"$python" -m mypy --cache-dir "$cache/mypy"

# Ray listens on every address of a machine. In a network of its own there is only the loopback.
if unshare -rn true 2>/dev/null; then
  exec timeout "$limit" unshare -rn sh -c 'ip link set lo up && exec "$@"' sh "$python" -m pytest "$@"
fi
[ "${FETTLE_FLEET_OPEN:-}" = 1 ] || fail "cannot make a network of its own (unshare -rn), and Ray would listen on every address; FETTLE_FLEET_OPEN=1 runs it so"
exec timeout "$limit" "$python" -m pytest "$@"
