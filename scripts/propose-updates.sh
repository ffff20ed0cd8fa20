#!/bin/bash
# Opens a pull request with what `make update-data` has changed. For the workflow "updates": it needs gh, and GH_TOKEN.
set -euo pipefail
cd "$(dirname "$0")/.."

branch=updates/data
if git diff --quiet -- updates; then
  echo 'nothing to propose: the data is as it was'
  exit
fi
git config user.name 'updates'
git config user.email 'updates@users.noreply.github.com'
git switch --force-create $branch
git commit --message 'updates: what is known of what this stands on' -- updates
# The helper has the token from the environment: it stands in no file and in no argument.
git -c credential.helper= -c 'credential.helper=!gh auth git-credential' push --force origin $branch
if [ -n "$(gh pr list --head $branch --state open --json number --jq '.[].number')" ]; then
  echo 'the open pull request has them now'
  exit
fi
gh pr create --head $branch --title 'updates: data of pymcp updates' \
  --body 'Read by this workflow at the addresses in scripts/refresh-updates.ts. An advisory or a line that has gone is worth a look before you merge.'
