#!/bin/sh
# Has pre-commit install the hooks from the last commit of this repository, and lets them meet a sound pack and a mistake.
# Needs Python 3, npm and their registries. Usage: scripts/ci/test.sh
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PRE_COMMIT_HOME="$scratch/cache" PYTHONDONTWRITEBYTECODE=1

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check "pre-commit==4.*"
PATH="$scratch/venv/bin:$PATH"

mkdir -p "$scratch/project/rules"
cd "$scratch/project"
git init --quiet --initial-branch=main
git config user.name Test
git config user.email test@example.org
printf '{ "rules": ["rules"] }\n' >fettle.config.json
cat >.pre-commit-config.yaml <<END
repos:
  - repo: $here
    rev: $(git -C "$here" rev-parse HEAD)
    hooks: [{ id: fettle-check }, { id: fettle-test }, { id: fettle-review }]
END
pre-commit install --hook-type pre-commit --hook-type pre-push

mkdir rules/acme
cat >rules/acme/limits.pack.json <<'END'
{
  "pack": "acme/limits",
  "hook": "vllm_config",
  "rules": [
    {
      "id": "fewer-sequences",
      "when": { "fact": "scheduler_config.max_num_seqs", "operator": "greaterThan", "value": 64 },
      "then": [{ "set": "scheduler_config.max_num_seqs", "value": 64 }]
    }
  ]
}
END
cat >rules/acme/limits.cases.json <<'END'
{
  "pack": "acme/limits",
  "cases": [
    {
      "name": "many sequences become 64",
      "document": { "scheduler_config": { "max_num_seqs": 256 } },
      "expect": { "changes": { "scheduler_config.max_num_seqs": 64 } }
    },
    { "name": "few stay as they are", "document": { "scheduler_config": { "max_num_seqs": 16 } }, "expect": {} }
  ]
}
END
git add --all
git commit --quiet --message "A pack"
echo "test.sh: a sound pack passed"

git checkout --quiet -b change
sed -i.bak 's/max_num_seqs", "value": 64/max_num_sqes", "value": 64/' rules/acme/limits.pack.json
rm rules/acme/*.bak
git add --all
if git commit --quiet --message "A mistake" >"$scratch/said" 2>&1; then
  echo "test.sh: the mistake was not stopped" >&2
  exit 1
fi
grep -q "unknown-field" "$scratch/said" || { cat "$scratch/said"; exit 1; }
echo "test.sh: a misspelt field was stopped"

git checkout --quiet HEAD -- rules
sed -i.bak 's/"value": 64 }]/"value": 32 }]/' rules/acme/limits.pack.json
rm rules/acme/*.bak
git add --all
git commit --quiet --no-verify --message "Another limit"
git init --quiet --bare "$scratch/remote"
if git push --quiet "$scratch/remote" change >"$scratch/said" 2>&1; then
  echo "test.sh: the push was not stopped" >&2
  exit 1
fi
grep -q "case-failed" "$scratch/said" || { cat "$scratch/said"; exit 1; }
echo "test.sh: a push with a failing case was stopped"
