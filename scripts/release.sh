#!/bin/bash
# Puts a release together: the npm package, the bundle, bills of materials, where they came from, and checksums over all. The same
# commit gives the same bytes.
#   release.sh [FOLDER]     IMAGE=name  the image whose bill is written, where an engine has it (localhost/isolated-pymcp:latest)
#                           IMAGE_ROOT=folder  its root instead
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

folder="${1:-dist-release}"
image="${IMAGE:-localhost/isolated-pymcp:latest}"
commit="$(git rev-parse --verify HEAD 2>/dev/null)" || fail 'this is no checkout of git: a release names its commit' \
  'build it in a clone of the repository'
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
state=clean
[ -z "$(git status --porcelain)" ] || state=changed

rm -rf "$folder"
mkdir -p "$folder"
name="$("$NODE" -p '`${require("./package.json").name}-${require("./package.json").version}`')"

# The workflow that publishes makes no other one: what is checked here is what goes out. --ignore-scripts: dist/ is built already.
step 'npm package'
npm pack --ignore-scripts --silent --pack-destination "$folder" >/dev/null
step 'bundle for Claude Desktop'
"$NODE" dist-test/scripts/build-mcpb.js "$folder" >/dev/null
step 'bills of materials'
"$NODE" dist-test/scripts/write-package-bill.js "$folder/$name.cdx.json"

# image_bill ROOT
image_bill() { "$NODE" dist-test/scripts/write-image-bill.js "$1" "$folder/$name-image.cdx.json"; }
# has_image: whether an engine that is here has it
has_image() {
  local engine
  read -r -a engine <<<"${ENGINE:-$(command -v podman || command -v docker || true)}"
  [ ${#engine[@]} -gt 0 ] && "${engine[@]}" image inspect "$image" >/dev/null 2>&1
}
if [ -n "${IMAGE_ROOT:-}" ]; then
  image_bill "$IMAGE_ROOT"
elif has_image; then
  scratch="$(mktemp -d)"
  trap 'rm -rf "$scratch"' EXIT
  scripts/release/image-root.sh "$image" "$scratch/root"
  image_bill "$scratch/root"
else
  step "no bill of the image: there is no $image here (make build)"
fi

step 'provenance and checksums'
"$NODE" dist-test/scripts/write-provenance.js "$folder" "$commit" "$state" "$(git remote get-url origin 2>/dev/null || true)"
(cd "$folder" && sha256sum --check --quiet SHA256SUMS)
ls "$folder"
