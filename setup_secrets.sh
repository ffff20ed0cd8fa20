#!/bin/bash
# Makes a placeholder in this repository on GitHub for each secret that is needed: a thin door to `pymcp secrets setup`.
#   ./setup_secrets.sh [--dry-run] [--all] [--repo OWNER/NAME]
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
NODE="${NODE:-node}" make -C "$here" --silent compile >&2
cd "$here"
exec "${NODE:-node}" dist/cli/main.js secrets setup "$@"
