#!/bin/bash
# Runs the capability tests in a virtual Debian 12 with systemd, cgroup v2 and AppArmor (tools/stock-vm.sh): as an ordinary
# user in a login session, and as root. The image is built once, by root. ONLY=part/of/a/path narrows the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

export VM_DIR="${VM_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/isolated-pymcp-vm}"
export VM_NAME="${VM_NAME:-tests}" VM_PORT="${VM_PORT:-2240}"
# Beside python3-numpy, which the image always has.
export VM_PKGS="${VM_PKGS:-python3-matplotlib python3-pandas strace runsc docker.io runc rootlesskit}"
vm() { tools/stock-vm.sh "$@"; }

if [ ! -f "$VM_DIR/base.ext4" ]; then
  step 'building the image of the virtual machine (some minutes, once)'
  vm build >&2
  printf '%s\n' "$VM_PKGS" >"$VM_DIR/packages"
fi
# Not rebuilt by itself: another run may have booted from it.
[ "$(cat "$VM_DIR/packages" 2>/dev/null)" = "$VM_PKGS" ] ||
  fail "the image in $VM_DIR was not built with $VM_PKGS" "remove it, so that it is built again: rm -r $VM_DIR"
[ -f "$VM_DIR/golden.qcow2" ] || { step 'booting it once' && vm golden >&2; }

stage="$(mktemp -d)"
trap 'vm down; rm -rf "$stage"' EXIT
# Everything but linters; the lists end in NUL, so that any name will do.
git ls-files -z --cached --others --exclude-standard | tar -cf - --null --ignore-failed-read -T - | tar -C "$stage" -xf -
tar -cf - --exclude='*eslint*' --exclude=prettier --exclude='@astral-sh' dist dist-test node_modules | tar -C "$stage" -xf -

step 'starting the virtual machine'
vm up >&2
# Whoever may speak to Docker's daemon is as good as root: here it is a guest that is thrown away. Before the first login.
vm ssh -u root 'usermod -aG docker tester'
vm push "$stage" isolated-pymcp
vm ssh -u root 'cp -a /home/tester/isolated-pymcp . && chown -R root: isolated-pymcp'

# run_as USER: prints every line of the run; the last is the count
failed=0
run_as() {
  step "capability tests as $1"
  # ssh hands one string to a shell in the guest; %q makes each word of it one word.
  # The machine's daemon of Docker: an ordinary user starts none, and root's tests start their own.
  local daemon=()
  [ "$1" = root ] || daemon=(DOCKER_HOST=unix:///run/docker.sock)
  timeout 5400 tools/stock-vm.sh ssh -u "$1" "$(printf '%q ' env -C isolated-pymcp PYMCP_TEST_SLOW=10 "${daemon[@]}" \
    node dist-test/scripts/run-tests.js --capability --without-container --only "${ONLY:-}")" || failed=1
}
run_as tester
run_as root
exit $failed
