#!/bin/bash
# The packages of Debian that go into the image, one a line; with DATA=1 those of the data packages too.
#   bubblewrap, python3      the jail and what runs in it
#   tini                     pid 1: Node.js does not reap what it did not start
#   dash                     for `os.system` of programs and for `make shell`
#   libstdc++6               Node.js is linked against it
#   ca-certificates          what the egress proxy trusts
#   tzdata                   zoneinfo
set -euo pipefail
packages=(bubblewrap ca-certificates dash libstdc++6 python3 tini tzdata)
[ "${DATA:-0}" = 0 ] || packages+=(fonts-dejavu-core python3-matplotlib python3-numpy python3-pandas)
printf '%s\n' "${packages[@]}"
