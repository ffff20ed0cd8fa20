#!/bin/bash
# Starts the container of compose.yaml, waits until it answers and says how a client connects.
#   up.sh     WORKSPACE=DIR shows a folder of this machine to the programs, WRITABLE=1 to be written; PORT=3001; IMAGE; NAME;
#             SERVICES=python,files; APPARMOR=profile; ENGINE='podman …'
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh
. container/engine.sh
. container/compose.sh

staged=.stamps/container/env

# user.mcp: the id that the image's user has.
find_uid() {
  "${engine[@]}" image inspect --format '{{.Config.User}}' "$PYMCP_CONTAINER_IMAGE" 2>/dev/null | cut -d: -f1 ||
    fail "there is no image $PYMCP_CONTAINER_IMAGE" 'make build'
}

choose_workspace() {
  [ -n "${WORKSPACE:-}" ] || return 0
  [ -d "$WORKSPACE" ] || fail "there is no folder $WORKSPACE" 'name one: make up WORKSPACE=/path/to/project'
  export PYMCP_CONTAINER_WORKSPACE PYMCP_CONTAINER_ACCESS=ro PYMCP_CONTAINER_WRITABLE=false
  PYMCP_CONTAINER_WORKSPACE="$(realpath "$WORKSPACE")"
  case $PYMCP_CONTAINER_WORKSPACE in
    / | "$HOME" | *:*) fail "$PYMCP_CONTAINER_WORKSPACE is no folder to share" 'name the folder of one project' ;;
  esac
  [ "${WRITABLE:-0}" != 0 ] || return 0
  PYMCP_CONTAINER_ACCESS=rw PYMCP_CONTAINER_WRITABLE=true
  local owner
  owner="$(stat -c %u "$PYMCP_CONTAINER_WORKSPACE")"
  is_kept_id || [ "$owner" = "$uid" ] || fail "$PYMCP_CONTAINER_WORKSPACE belongs to user $owner, and in the container mcp is $uid" \
    "build the image for that user (make build MCP_UID=$owner), or share it read-only"
}

# secret.unseen: a copy that the user of the container alone can read. It goes with `make down`.
stage_secrets() {
  [ -s .env ] || return 0
  rm -rf "${staged%/*}"
  (umask 077 && mkdir -p "${staged%/*}" && cat .env >"$staged")
  export PYMCP_CONTAINER_SECRETS="$PWD/$staged"
  is_kept_id && return 0
  if [ "$(id -u)" = 0 ]; then
    chown "$uid:$uid" "$staged"
    return
  fi
  # Whoever may start containers may, in one, give a file away; it has this one file and no network.
  "${engine[@]}" run --rm --pull=never --network=none --user=0:0 --cap-drop=ALL --cap-add=CHOWN --cap-add=DAC_OVERRIDE --read-only \
    --volume="$PWD/${staged%/*}:/run/secrets" --entrypoint=/usr/bin/python3 "$PYMCP_CONTAINER_IMAGE" \
    -I -c "import os; os.chown('/run/secrets/env', $uid, $uid)"
}

start() {
  if [ "${#compose[@]}" -gt 0 ]; then
    step "${compose[*]} up"
    "${compose[@]}" up --detach --no-build >&2
    return
  fi
  local kind value arguments=()
  while read -r kind value; do
    case $kind in
      network) "${engine[@]}" network inspect "$value" >/dev/null 2>&1 || "${engine[@]}" network create "$value" >/dev/null ;;
      volume) "${engine[@]}" volume inspect "$value" >/dev/null 2>&1 || "${engine[@]}" volume create "$value" >/dev/null ;;
      argument) arguments+=("$value") ;;
    esac
  done < <("$NODE" dist-test/scripts/plan-container.js "$(engine_kind)")
  step "${engine[0]} run $PYMCP_CONTAINER_IMAGE"
  "${engine[@]}" rm --force "$PYMCP_CONTAINER_NAME" >/dev/null 2>&1 || true
  is_kept_id && arguments=("--userns=keep-id:uid=$uid,gid=$uid" "${arguments[@]}")
  "${engine[@]}" run --detach "${arguments[@]}" >/dev/null
}

# The health check of the image, until it says yes.
wait_until_healthy() {
  local try
  for ((try = 0; try < 60; try++)); do
    "${engine[@]}" exec "$PYMCP_CONTAINER_NAME" node /usr/local/lib/pymcp/health.mjs 2>/dev/null && return 0
    [ "$("${engine[@]}" inspect --format '{{.State.Status}}' "$PYMCP_CONTAINER_NAME" 2>/dev/null)" != exited ] || break
    sleep 0.5
  done
  "${engine[@]}" logs "$PYMCP_CONTAINER_NAME" 2>&1 | tail -n 20 >&2
  fail 'the gateway in the container does not answer' "see its log above; ${engine[*]} exec $PYMCP_CONTAINER_NAME pymcp doctor says what the engine forbids"
}

uid="$(find_uid)"
[[ "$uid" =~ ^[0-9]+$ ]] || fail "the image $PYMCP_CONTAINER_IMAGE has no user by number" "make build"
choose_workspace
stage_secrets
start
wait_until_healthy
say="${engine[*]} exec $PYMCP_CONTAINER_NAME pymcp"
cat <<TEXT
isolated-pymcp serves at http://127.0.0.1:$PYMCP_CONTAINER_PORT/mcp, for this machine alone.
  a client without a token:  pymcp connect CLIENT --via container --attach
  a client over HTTP:        $say token create laptop     # the token, once
                             pymcp connect CLIENT --http --port $PYMCP_CONTAINER_PORT
  what holds in there:       $say doctor
  its end:                   make down
TEXT
