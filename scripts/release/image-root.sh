#!/bin/bash
# Takes out of an image what its bill of materials is made of: the list of packages, what says which system it is, Node.js and the
# descriptions of npm packages. Nothing of the image is run, and neither links nor devices come out of it.
#   image-root.sh IMAGE FOLDER      ENGINE='podman …' the engine and its options
set -euo pipefail
read -r -a engine <<<"${ENGINE:-$(command -v podman || command -v docker)}"

container="$("${engine[@]}" create "$1" /bin/true)"
trap '"${engine[@]}" rm "$container" >/dev/null' EXIT
mkdir -p "$2"
"${engine[@]}" export "$container" | /usr/bin/python3 -I "$(dirname "$0")/take_from_tar.py" "$2"
