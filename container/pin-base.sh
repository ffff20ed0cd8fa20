#!/bin/bash
# Pulls the base image of the Containerfile by its tag and writes the digest of what came into it. For the workflow "base image".
# install.verified: a digest is recorded only from bytes in hand.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh
. container/engine.sh

file=container/Containerfile
base="$(sed -n 's/^ARG BASE_IMAGE=//p' $file)"
tagged="${base%%@*}"
"${engine[@]}" pull --quiet "$tagged" >/dev/null || fail "$tagged could not be pulled" 'look at the registry, or at the network'
digest="$("${engine[@]}" image inspect --format '{{index .RepoDigests 0}}' "$tagged")"
digest="${digest##*@}"
[[ "$digest" =~ ^sha256:[0-9a-f]{64}$ ]] || fail "$tagged came without a digest" 'pull it from a registry'
sed -i "s|^ARG BASE_IMAGE=.*|ARG BASE_IMAGE=$tagged@$digest|" $file
step "$tagged is $digest"
