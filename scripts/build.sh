#!/bin/bash
# Compiles what changed, and removes what was compiled from a source that is gone.
#   build.sh build   src/ to dist/, bench/ to dist/bench/
#   build.sh test    everything, tests included, to dist-test/
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

case $1 in
  build) out=dist stamp=.stamps/build projects=(build bench) ;;
  test) out=dist-test stamp=.stamps/build-test projects=(test) ;;
esac

# source_of COMPILED: where it was compiled from
source_of() {
  local source
  case $1 in
    dist/bench/*) source="${1#dist/}" ;;
    dist/*) source="src/${1#dist/}" ;;
    *) source="${1#"$out"/}" ;;
  esac
  echo "${source%.js}.ts"
}

for project in "${projects[@]}"; do
  [ -d "$out" ] || rm -f ".stamps/$project.tsbuildinfo"
done
touch "$stamp.started" # what changes while it compiles is newer than the stamp
step "types and compile to $out/"
for project in "${projects[@]}"; do
  "$NODE" node_modules/typescript/bin/tsc -p "tsconfig.$project.json"
done
while IFS= read -r -d '' compiled; do
  [ -e "$(source_of "$compiled")" ] || rm -f "$compiled"
done < <(find "$out" -name '*.js' -print0)
find "$out" -type d -empty -delete
# What `pymcp verify` takes for its attacks, so that one that is lost or changed on the way shows.
if [ "$out" = dist ]; then
  find hostile -name '*.py' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum >dist/hostile.sha256
fi
mv "$stamp.started" "$stamp"
