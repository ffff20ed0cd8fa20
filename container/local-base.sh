#!/bin/bash
# Makes a base image on this machine, for builds without a registry: Debian by mmdebstrap, with the Node.js and npm of this
# machine. It stands in for the public image that the Containerfile names (Debian with Node.js in /usr/local).
#   local-base.sh [IMAGE]      ENGINE='podman' chooses the engine and its options, SUITE the release, DATA=1 adds numpy,
#                              pandas and matplotlib
# install.verified: Debian's packages come by apt and its signatures.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh
. container/engine.sh

image="${1:-localhost/isolated-pymcp-base:bookworm}"
suite="${SUITE:-bookworm}"
command -v mmdebstrap >/dev/null || fail 'mmdebstrap is missing' 'make setup-container'
[ "$(id -u)" = 0 ] || fail 'a base image is made by root' "sudo -E $0 $*"

work="$(mktemp -d "${TMPDIR:-/tmp}/pymcp-base.XXXXXX")"
trap 'rm -rf "$work"' EXIT

# What the Containerfile would install is there already, so that its build needs no network for Debian's packages.
mapfile -t packages < <(container/packages.sh)
list="$(IFS=,; echo "${packages[*]}")"

# The Node.js that runs here, by its real files: its own packages have it elsewhere than the public image.
node="$(realpath "$(command -v "$NODE")")"
npm="$(dirname "$(dirname "$(realpath "$(command -v npm)")")")"
mkdir -p "$work/tree/usr/local/bin" "$work/tree/usr/local/lib/node_modules"
cp "$node" "$work/tree/usr/local/bin/node"
cp -r "$npm" "$work/tree/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/tree/usr/local/bin/npm"

step "Debian $suite with ${#packages[@]} packages"
# shellcheck disable=SC2016 # $1 is mmdebstrap's: the folder of the new system
SOURCE_DATE_EPOCH="$(container/timestamp.sh)" mmdebstrap --quiet --variant=minbase --include="$list" \
  --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --customize-hook="cp -a $work/tree/. \"\$1\"/" "$suite" "$work/base.tar"
step "import as $image"
"${engine[@]}" import "$work/base.tar" "$image" >/dev/null
