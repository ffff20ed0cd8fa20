# Sourced: which container engine, as the words of `engine`. ENGINE='podman --root /elsewhere' says so; else what is there.
if [ -n "${ENGINE:-}" ]; then
  read -r -a engine <<<"$ENGINE"
elif command -v docker >/dev/null && docker info >/dev/null 2>&1; then
  engine=(docker)
elif command -v podman >/dev/null; then
  engine=(podman)
else
  fail 'there is no container engine that answers' 'make setup-container installs podman; a docker of yours may not be running'
fi

# engine_kind: docker or podman, also where the command is a path or the one stands in for the other
engine_kind() {
  case "$("${engine[@]}" --version 2>/dev/null)" in
    podman*) echo podman ;;
    *) echo docker ;;
  esac
}
