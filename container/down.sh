#!/bin/bash
# Stops the container and takes it away, with the copy of the secrets. Its volumes stay: tokens, audit log, memory, workspace.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh
. container/engine.sh
. container/compose.sh

if [ "${#compose[@]}" -gt 0 ]; then
  "${compose[@]}" down >&2
else
  "${engine[@]}" stop --time 20 "$PYMCP_CONTAINER_NAME" >/dev/null 2>&1 || true
  "${engine[@]}" rm --force "$PYMCP_CONTAINER_NAME" >/dev/null 2>&1 || true
  "${engine[@]}" network rm isolated-pymcp_pymcp >/dev/null 2>&1 || true
fi
rm -rf .stamps/container
