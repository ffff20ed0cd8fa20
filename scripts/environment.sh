# Sourced by the other scripts, from the root of the repository: makes the surroundings predictable.

# fail MESSAGE HINT: the form in which every error of this project is printed
fail() {
  printf 'error: %s\nhint: %s\n' "$1" "$2" >&2
  exit 1
}

step() { printf '» %s\n' "$*" >&2; }

# What is built must be readable to the unprivileged user that the jail runs as.
umask 022
export NODE="${NODE:-node}"

# npm keeps its cache and settings in HOME; `runuser` and some services leave it unset or somebody else's.
if [ ! -w "${HOME:-/nonexistent}" ]; then
  HOME="$(getent passwd "$(id -u)" | cut -d: -f6)"
  [ -w "$HOME" ] || HOME="$PWD/.stamps/home"
  export HOME
fi
