#!/bin/bash
# In the stage `system`: installs those packages of the image that the base has not. A base that has all needs no network.
set -euo pipefail
missing=()
for package in $("$(dirname "$0")/packages.sh"); do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -q install -y --no-install-recommends "${missing[@]}"
