#!/bin/bash
# Compiles what changed, and removes what was compiled from a source that is gone.
#   build.sh build   src/ to dist/
#   build.sh test    everything, tests included, to dist-test/
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

case $1 in
  build) out=dist from=src stamp=.stamps/build ;;
  test) out=dist-test from=. stamp=.stamps/build-test ;;
esac

[ -d "$out" ] || rm -f ".stamps/$1.tsbuildinfo"
touch "$stamp.started" # what changes while it compiles is newer than the stamp
step "types and compile to $out/"
"$NODE" node_modules/typescript/bin/tsc -p "tsconfig.$1.json"
while IFS= read -r -d '' compiled; do
  source="$from/${compiled#"$out"/}"
  [ -e "${source%.js}.ts" ] || rm -f "$compiled"
done < <(find "$out" -name '*.js' -print0)
find "$out" -type d -empty -delete
mv "$stamp.started" "$stamp"
