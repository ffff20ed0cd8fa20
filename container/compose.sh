# Sourced after engine.sh: what varies in compose.yaml, and `compose`, the words that start it; empty where there is an engine alone.
export PYMCP_CONTAINER_IMAGE="${IMAGE:-localhost/isolated-pymcp:latest}"
export PYMCP_CONTAINER_NAME="${NAME:-isolated-pymcp}"
export PYMCP_CONTAINER_PORT="${PORT:-3001}"
export PYMCP_CONTAINER_SERVICES="${SERVICES:-}"
export PYMCP_CONTAINER_APPARMOR="${APPARMOR:-}"
export PYMCP_CONTAINER_FOLDER="$PWD/container"
[[ "$PYMCP_CONTAINER_PORT" =~ ^[0-9]{1,5}$ ]] || fail "there is no port $PYMCP_CONTAINER_PORT" 'make up PORT=3001'

# Podman without root: this user is mcp in the container, so that a workspace and the secrets have the right owner.
is_kept_id() { [ "$(engine_kind)" = podman ] && [ "$(id -u)" != 0 ]; }

# Docker's compose alone: podman-compose 1.0 loses pids_limit, memswap_limit and stop_grace_period without a word.
compose=()
if [ "$(engine_kind)" = docker ] && [ "${#engine[@]}" = 1 ] && "${engine[@]}" compose version >/dev/null 2>&1; then
  compose=("${engine[@]}" compose --file container/compose.yaml)
fi
