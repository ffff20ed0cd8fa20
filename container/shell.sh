#!/bin/bash
# A shell in the running container: dash, with pymcp, python3 and node and no other tool.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh
. container/engine.sh
. container/compose.sh

"${engine[@]}" container inspect "$PYMCP_CONTAINER_NAME" >/dev/null 2>&1 || fail "no container $PYMCP_CONTAINER_NAME runs" 'make up'
terminal=()
[ ! -t 0 ] || terminal=(--tty)
exec "${engine[@]}" exec --interactive "${terminal[@]}" "$PYMCP_CONTAINER_NAME" /bin/sh
