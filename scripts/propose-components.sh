#!/bin/bash
# Opens a pull request with what `make components` has changed. For the workflow "components": it needs gh, and GH_TOKEN.
set -euo pipefail
cd "$(dirname "$0")/.."

manifest=components/manifest.json
branch=components/pins
if git diff --quiet -- $manifest; then
  echo 'nothing to propose: the manifest is as it was'
  exit
fi
git config user.name 'components'
git config user.email 'components@users.noreply.github.com'
git switch --force-create $branch
git commit --message 'components: checksums of archives that were downloaded' -- $manifest
# The helper has the token from the environment: it stands in no file and in no argument.
git -c credential.helper= -c 'credential.helper=!gh auth git-credential' push --force origin $branch
if [ -n "$(gh pr list --head $branch --state open --json number --jq '.[].number')" ]; then
  echo 'the open pull request has them now'
  exit
fi
gh pr create --head $branch --title 'components: checksums of archives' \
  --body 'Recorded from bytes that this workflow has downloaded, that their publisher vouches for, and that were unpacked by the policy of installations. Compare each with what its publisher shows before you merge.'
