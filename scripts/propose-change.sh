#!/bin/bash
# Opens a pull request with what a scheduled workflow has changed in one file or folder. It needs gh, and GH_TOKEN.
#   propose-change.sh PATH BRANCH TITLE BODY
set -euo pipefail
cd "$(dirname "$0")/.."

path="$1" branch="$2" title="$3" body="$4"
if git diff --quiet -- "$path"; then
  echo "nothing to propose: $path is as it was"
  exit
fi
git config user.name "${branch%%/*}"
git config user.email "${branch%%/*}@users.noreply.github.com"
git switch --force-create "$branch"
git commit --message "$title" -- "$path"
# The helper has the token from the environment: it stands in no file and in no argument.
git -c credential.helper= -c 'credential.helper=!gh auth git-credential' push --force origin "$branch"
if [ -n "$(gh pr list --head "$branch" --state open --json number --jq '.[].number')" ]; then
  echo 'the open pull request has it now'
  exit
fi
gh pr create --head "$branch" --title "$title" --body "$body"
