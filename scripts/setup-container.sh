#!/bin/bash
# Installs a container engine where there is none: podman, with what it needs for a network and for a base image of our own.
# install.verified: by apt and its signatures.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

missing=()
if ! { command -v docker >/dev/null && docker info >/dev/null 2>&1; } && [ -z "${ENGINE:-}" ]; then
  command -v podman >/dev/null || missing+=(podman)
  command -v buildah >/dev/null || missing+=(buildah)
  command -v runc >/dev/null || command -v crun >/dev/null || missing+=(crun)
  command -v netavark >/dev/null || [ -x /usr/lib/podman/netavark ] || [ -x /usr/lib/cni/bridge ] || missing+=(netavark aardvark-dns)
  [ "$(id -u)" = 0 ] || command -v newuidmap >/dev/null || missing+=(uidmap slirp4netns fuse-overlayfs)
fi
[ "${1:-}" != base ] || command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
[ ${#missing[@]} -gt 0 ] || exit 0
apt=(env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a apt-get -q -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0)
hint="sudo apt-get install -y --no-install-recommends ${missing[*]}; or install Docker as docs.docker.com says"
command -v apt-get >/dev/null || fail "there is no container engine, and no apt-get to install one" "install Podman or Docker"
if [ "$(id -u)" != 0 ]; then
  sudo -n true 2>/dev/null || fail "missing on this machine: ${missing[*]}" "$hint"
  apt=(sudo -n "${apt[@]}")
fi
step "system packages: ${missing[*]}"
"${apt[@]}" update </dev/null >&2 || true # one broken source need not matter to these packages
"${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >&2 || fail "apt-get could not install: ${missing[*]}" "$hint"
