#!/bin/bash
# Builds the image. The same sources and the same base give the same digest.
#   build.sh [IMAGE]   ENGINE='podman …' the engine and its options; BASE_IMAGE the base; DATA=1 with numpy, pandas and
#                      matplotlib; MCP_UID the id of the user mcp; PLATFORM=linux/arm64 another machine; BUILD_OPTIONS='…' more options of the engine's build
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh
. container/engine.sh

image="${1:-localhost/isolated-pymcp:latest}"
timestamp="$(container/timestamp.sh)"
version="$("$NODE" -p 'require("./package.json").version' 2>/dev/null || echo 0.0.0)"
arguments=(
  --file container/Containerfile --tag "$image"
  --build-arg "DATA=${DATA:-0}"
  --build-arg "VERSION=$version"
  --build-arg "REVISION=$(git rev-parse HEAD 2>/dev/null || echo unknown)"
  --build-arg "CREATED=$(date -u -d "@$timestamp" +%Y-%m-%dT%H:%M:%SZ)"
)
[ -z "${MCP_UID:-}" ] || arguments+=(--build-arg "MCP_UID=$MCP_UID")
[ -z "${BASE_IMAGE:-}" ] || arguments+=(--build-arg "BASE_IMAGE=$BASE_IMAGE")
[ -z "${PLATFORM:-}" ] || arguments+=(--platform "$PLATFORM")
# A base that was made here is in no registry.
[[ "${BASE_IMAGE:-}" != localhost/* ]] || arguments+=(--pull=never)

# The settings of npm on this machine, for its registry and its certificate authority: as secrets, in no layer.
npmrc="$(npm config get userconfig 2>/dev/null || true)"
[ ! -f "$npmrc" ] || arguments+=(--secret "id=npmrc,src=$npmrc")
ca="${NODE_EXTRA_CA_CERTS:-$(npm config get cafile 2>/dev/null || true)}"
[ ! -f "$ca" ] || arguments+=(--secret "id=ca,src=$ca")

if [ "$(engine_kind)" = podman ]; then
  # Docker's format has the health check, which OCI's has not.
  arguments+=(--format docker --timestamp "$timestamp" --ignorefile container/Containerfile.dockerignore)
else
  arguments+=(--build-arg "SOURCE_DATE_EPOCH=$timestamp")
  export SOURCE_DATE_EPOCH="$timestamp" DOCKER_BUILDKIT=1
fi
read -r -a more <<<"${BUILD_OPTIONS:-}"
step "image $image"
"${engine[@]}" build "${arguments[@]}" "${more[@]}" .
[ "$(engine_kind)" = podman ] || exit 0
# A stage before the last is kept as it is: only the last has one layer, and is given to somebody.
[[ " ${BUILD_OPTIONS:-}" != *' --target'* ]] || exit 0

# Docker's format has names of this build in it; without them the same inputs give the same id.
built="$("${engine[@]}" image inspect --format '{{.Id}}' "$image")"
archive="$(mktemp "${TMPDIR:-/tmp}/pymcp-image.XXXXXX")"
trap 'rm -f "$archive"' EXIT
"${engine[@]}" save --quiet --format docker-archive --output "$archive" "$image"
/usr/bin/python3 -I container/normalise.py "$image" <"$archive" | "${engine[@]}" load --quiet >/dev/null
given="$("${engine[@]}" image inspect --format '{{.Id}}' "$image")"
# Not its parents: they are the cache of the next build, and one of them is the base.
[ "$built" = "$given" ] || [ -z "$("${engine[@]}" images --quiet --filter "id=$built" 2>/dev/null)" ] ||
  "${engine[@]}" rmi --no-prune "$built" >/dev/null 2>&1 || true
echo "$given"
