#!/bin/bash
# In the stage `build`: what of this package and of those behind it is loaded at run time, into a folder.
#   stage-package.sh FOLDER
set -euo pipefail
target="$1"
mkdir -p "$target"
cp -r dist guest hostile schemas components updates node_modules package.json package-lock.json LICENSE README.md SECURITY.md CHANGELOG.md ARCHITECTURE.md "$target"/
mkdir -p "$target/bench"
(cd bench && find . -name '*.py' ! -path './algorithms/*' -exec cp --parents {} "$target/bench" \;)
cd "$target"
rm -rf guest/tests node_modules/.bin node_modules/.package-lock.json
# Types, sources, maps and documents of packages; the language server's stubs are .pyi and stay.
find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.flow' \
  -o -iname '*.md' -o -iname 'changelog*' \) -delete
# Native code for the other C library.
rm -rf node_modules/@libsql/*-musl node_modules/@napi-rs/*-musl
find . -name __pycache__ -prune -exec rm -rf {} +
find . -type d -empty -delete
find . -type d -exec chmod 755 {} +
find . -type f -exec chmod 644 {} +
