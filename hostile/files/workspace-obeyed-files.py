# Changes what the host executes or obeys: git hooks, tasks of editors, servers of assistants.
#
# promise: path.protected
# group: files
# expects: completed
# stopped-by: masks
# workspace: writable

import os

from attack import attempt, judge

answers = {}
for path in (".git/hooks/pre-commit", ".git/config", ".vscode/tasks.json", ".mcp.json", "CLAUDE.md"):
    answers[path + " write"] = attempt(os.open, path, os.O_WRONLY | os.O_APPEND)
    answers[path + " truncate"] = attempt(os.truncate, path, 0)
    answers[path + " unlink"] = attempt(os.unlink, path)
    answers[path + " replace"] = attempt(os.rename, "plain.txt", path)
    answers[path + " chmod"] = attempt(os.chmod, path, 0o777)
answers["new hook"] = attempt(os.open, ".git/hooks/post-checkout", os.O_CREAT | os.O_WRONLY, 0o755)
answers["move .git"] = attempt(os.rename, ".git", "git-old")
answers["move .vscode"] = attempt(os.rename, ".vscode", "vscode-old")
answers["replace folder"] = attempt(os.symlink, "/tmp", ".vscode")
judge(answers)
