#!/bin/bash
# Every linter. lint.sh check reports; lint.sh fix writes what can be written.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

# No cache: with types, a file's complaints also depend on other files.
eslint() { "$NODE" node_modules/eslint/bin/eslint.js --max-warnings 0 "$@" .; }
prettier() { "$NODE" node_modules/prettier/bin/prettier.cjs --log-level warn "$1" .; }
ruff() { "$NODE" dist-test/scripts/lint-python.js "$@"; }
repository() { "$NODE" dist-test/scripts/check-repository.js; }
# secret.uncommitted: what `pymcp secrets scan` finds in any repository is not in this one.
secrets() {
  local found
  found="$("$NODE" dist/cli/main.js secrets scan)" || { printf '%s\n' "$found" && return 1; }
}

failed=0
case $1 in
  fix)
    prettier --write || failed=1
    eslint --fix || failed=1
    ruff --fix || failed=1
    ;;
  check)
    step 'eslint, prettier, ruff, repository, secrets'
    eslint || failed=1
    prettier --check || failed=1
    ruff || failed=1
    repository || failed=1
    secrets || failed=1
    ;;
esac
exit $failed
