#!/bin/bash
# CPython's own tests, in a sandbox and outside: as whoever runs this, and where that is root as an ordinary user too. ONLY=part
# narrows the modules.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

failed=0
"$NODE" dist-test/scripts/python-tests.js --only "${ONLY:-}" || failed=1
if [ "$(id -u)" = 0 ]; then
  step 'the same as an ordinary user'
  "$NODE" dist-test/scripts/python-tests.js --only "${ONLY:-}" --as-ordinary-user || failed=1
fi
exit $failed
