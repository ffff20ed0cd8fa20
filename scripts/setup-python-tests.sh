#!/bin/bash
# Gets CPython's own tests of the Python that is here: Debian's package of them, and those of sqlite3, which are in no package, out
# of the source package. Silent where nothing is missing.
# install.verified: both by apt and its signatures; the source package is only unpacked, nothing of it is run to get there.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

python=/usr/bin/python3
version="$($python -I -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')"
short="${version%.*}"

has_tests() {
  $python -I -c 'import importlib.util as u, sys; sys.exit(not u.find_spec("test.test_os"))' 2>/dev/null
}

install_package() {
  local package="libpython$short-testsuite"
  local apt=(env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a apt-get -q -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0)
  command -v apt-get >/dev/null ||
    fail "CPython's own tests are not here" "install the tests of Python $short with the package manager of your system"
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || fail "CPython's own tests are not here" "sudo apt-get install -y $package"
    apt=(sudo -n "${apt[@]}")
  fi
  step "CPython's own tests: $package"
  "${apt[@]}" update </dev/null >&2 || true # one broken source need not matter to this package
  "${apt[@]}" install -y --no-install-recommends "$package" </dev/null >&2 && has_tests ||
    fail "apt-get could not install $package" "sudo apt-get update && sudo apt-get install -y $package"
}

# The sources of packages that this machine has, asked for source packages, in folders of our own: nothing of the system changes.
write_source_lists() {
  mkdir -p "$1/lists/partial" "$1/cache/archives/partial" "$1/parts"
  sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$1/sources.list" 2>/dev/null || true
  local file
  for file in /etc/apt/sources.list.d/*; do
    case $file in
      *.list) sed -n 's/^deb /deb-src /p' "$file" >"$1/parts/${file##*/}" ;;
      *.sources) sed 's/^Types:.*/Types: deb-src/' "$file" >"$1/parts/${file##*/}" ;;
    esac
  done
}

get_sqlite_tests() {
  local folder=".stamps/cpython/$version" work
  [ ! -d "$folder/test_sqlite3" ] || return 0
  step 'the tests of sqlite3, out of the source package'
  work="$(mktemp -d)"
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  write_source_lists "$work"
  local apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o "Dir::Etc::sourceparts=$work/parts"
    -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User= -o Debug::NoLocking=true)
  "${apt[@]}" update </dev/null >&2 || true
  (cd "$work" && "${apt[@]}" source --tar-only --download-only "python$short" </dev/null >&2) ||
    fail "the source of Python $short could not be got" "see what apt-get says above; nothing but the tests of sqlite3 needs it"
  mkdir -p "$folder"
  tar -xf "$work"/*.orig.tar.* -C "$folder" --no-same-owner --strip-components=3 --wildcards '*/Lib/test/test_sqlite3/*'
}

has_tests || install_package
get_sqlite_tests
