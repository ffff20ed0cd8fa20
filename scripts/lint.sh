#!/bin/bash
# Every linter. lint.sh check reports; lint.sh fix writes what can be written.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

eslint() { "$NODE" node_modules/eslint/bin/eslint.js --max-warnings 0 --cache --cache-strategy content --cache-location .stamps/eslint "$@" .; }
prettier() { "$NODE" node_modules/prettier/bin/prettier.cjs --log-level warn --cache --cache-location .stamps/prettier "$1" .; }
ruff() { "$NODE" dist-test/scripts/lint-python.js "$@"; }

case $1 in
  fix)
    eslint --fix && prettier --write && ruff --fix
    ;;
  check)
    step 'eslint, prettier, ruff, repository'
    eslint
    prettier --check
    ruff
    "$NODE" dist-test/scripts/check-repository.js
    ;;
esac
