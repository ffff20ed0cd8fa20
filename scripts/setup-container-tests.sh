#!/bin/bash
# What tests/container/, tests/release/, tests/backends/ and tests/contract/ need: engines with their parts, gVisor, systemd-analyze, and a base image that is made here,
# without a registry. Silent where nothing is missing. The base is made once for a month and for a version of what is in it, and kept in the cache of the user.
# install.verified: system packages, and those in the base, come by apt and its signatures.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

record=.stamps/container-base
why=.stamps/container-missing
image=localhost/isolated-pymcp-base:bookworm
cache="${XDG_CACHE_HOME:-$HOME/.cache}/isolated-pymcp/container"

# missing_packages: those that are not there, one a line
missing_packages() {
  local pair
  for pair in podman:/usr/bin/podman runc:/usr/sbin/runc runsc:/usr/bin/runsc docker.io:/usr/sbin/dockerd rootlesskit:/usr/bin/rootlesskit uidmap:/usr/bin/newuidmap buildah:/usr/bin/buildah mmdebstrap:/usr/bin/mmdebstrap \
    netavark:/usr/lib/podman/netavark aardvark-dns:/usr/lib/podman/aardvark-dns iptables:/usr/sbin/iptables systemd:/usr/bin/systemd-analyze \
    ca-certificates:/etc/ssl/certs/ca-certificates.crt; do
    [ -e "${pair#*:}" ] || echo "${pair%%:*}"
  done
}

install_packages() {
  local packages
  mapfile -t packages < <(missing_packages)
  [ ${#packages[@]} -gt 0 ] || return 0
  local apt=(env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a apt-get -q -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0)
  command -v apt-get >/dev/null || fail "missing for the tests of the container: ${packages[*]}" \
    'install podman with runc and netavark, and mmdebstrap, by the package manager of your system'
  [ "$(id -u)" = 0 ] || fail "missing for the tests of the container: ${packages[*]}" \
    "sudo apt-get install -y ${packages[*]}"
  step "system packages for the tests of the container: ${packages[*]}"
  "${apt[@]}" update </dev/null >&2 || true # one broken source need not matter to these packages
  "${apt[@]}" install -y --no-install-recommends "${packages[@]}" </dev/null >&2 ||
    fail "apt-get could not install: ${packages[*]}" "sudo apt-get update && sudo apt-get install -y ${packages[*]}"
  mapfile -t packages < <(missing_packages)
  [ ${#packages[@]} -eq 0 ] || fail "still missing after apt-get: ${packages[*]}" 'look at what apt-get said above'
}

# What the base is made of: another script, another Node.js or another month is another base.
name_of_base() {
  {
    cat container/local-base.sh container/packages.sh
    sha256sum <"$(realpath "$(command -v "$NODE")")"
    npm --version
    date -u +%Y-%m
  } | sha256sum | cut -c1-16
}

make_base() {
  local archive="$cache/base-$(name_of_base).tar"
  if [ ! -s "$archive" ]; then
    step 'the base image of the container, made on this machine (a minute)'
    (umask 077 && mkdir -p "$cache")
    work="$(mktemp -d)"
    trap remove_work EXIT
    local options=(--root "$work/root" --runroot "$work/runroot" --storage-driver overlay)
    ENGINE="podman ${options[*]}" SOURCE_DATE_EPOCH=1700000000 container/local-base.sh "$image" >&2
    podman "${options[@]}" save --quiet --format oci-archive --output "$work/base.tar" "$image" >/dev/null
    rm -f "$cache"/base-*.tar
    # Into its place as a whole: what was broken off is none.
    mv "$work/base.tar" "$archive.$$"
    mv "$archive.$$" "$archive"
  fi
  printf '%s\n' "$archive" >$record
}

remove_work() {
  awk -v below="$work/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
    while read -r place; do umount "$place"; done
  rm -rf "$work"
}

check_root() {
  [ "$(id -u)" = 0 ] || fail 'the tests of the container run as root: only then can an engine hold memory, processors and processes everywhere' \
    "sudo -E scripts/setup-container-tests.sh, and make test as root"
}

work=
mkdir -p .stamps
rm -f $record $why
# The other tests run without it; those of the container fail then, with what is written down here.
(set -e && install_packages && check_root && make_base) 2> >(tee $why >&2) || step 'the tests of the container will FAIL'
