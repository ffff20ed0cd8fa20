#!/bin/bash
# Lists and calls run_python with the MCP Inspector's command line, in both eras of the protocol, after `make compile`. Not
# part of the tests: the Inspector needs Node.js 22 and brings 300 MB. It is installed in .stamps/ and nowhere else.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

[ -f dist/cli/main.js ] || fail 'there is no dist/' 'run make compile'
folder="$PWD/.stamps/inspector"
if [ ! -x "$folder/node_modules/.bin/mcp-inspector" ]; then
  step 'the MCP Inspector and Node.js 24 into .stamps/'
  mkdir -p "$folder/home"
  printf '{ "private": true }\n' >"$folder/package.json"
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund @modelcontextprotocol/inspector@2.12.0 \
    "node-linux-$([ "$(uname -m)" = aarch64 ] && echo arm64 || echo x64)@24" >&2
fi
node24=$(echo "$folder"/node_modules/node-linux-*/bin/node)

# inspect ERA OPTION...: its catalogue of servers stays in .stamps/ too
inspect() {
  local era=$1
  shift
  HOME="$folder/home" "$node24" "$folder/node_modules/.bin/mcp-inspector" --cli --protocol-era "$era" --format json "$@" \
    -- "$(command -v "$NODE")" "$PWD/dist/cli/main.js" stdio
}

for era in legacy modern; do
  step "$era: tools/list"
  inspect "$era" --strict --method tools/list | grep -q '"name":"run_python"'
  step "$era: tools/call"
  inspect "$era" --method tools/call --tool-name run_python --tool-args-json '{"code":"print(\"hi\")\n6 * 7"}' |
    grep -q '"value":"42"'
  step "$era: 100 calls, ten at a time"
  inspect "$era" --method tools/call --tool-name run_python --load --load-requests 100 --tool-args-json '{"code":"6 * 7"}' |
    grep -q '"ok":100,"toolErrors":0,"errors":0'
done
echo 'the MCP Inspector lists and calls run_python in both eras'
