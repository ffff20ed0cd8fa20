# Changes what the host executes or obeys: git hooks, tasks of editors, servers of assistants.
#
# promise: path.protected
# group: files
# expects: completed
# stopped-by: masks
# workspace: writable

import os

from attack import attempt, judge


def truncate(path):
    """gVisor's kernel does not pass on that the host has refused it: what counts is what has become of the file."""
    os.truncate(path, 0)
    if os.stat(path).st_size > 0:
        raise PermissionError(13, "not truncated")


def chmod(path):
    os.chmod(path, 0o777)
    if os.stat(path).st_mode & 0o777 != 0o777:
        raise PermissionError(13, "not changed")


answers = {}
for path in (".git/hooks/pre-commit", ".git/config", ".vscode/tasks.json", ".mcp.json", "CLAUDE.md"):
    answers[path + " write"] = attempt(os.open, path, os.O_WRONLY | os.O_APPEND)
    answers[path + " truncate"] = attempt(truncate, path)
    answers[path + " unlink"] = attempt(os.unlink, path)
    answers[path + " replace"] = attempt(os.rename, "plain.txt", path)
    answers[path + " chmod"] = attempt(chmod, path)
answers["new hook"] = attempt(os.open, ".git/hooks/post-checkout", os.O_CREAT | os.O_WRONLY, 0o755)
answers["move .git"] = attempt(os.rename, ".git", "git-old")
answers["move .vscode"] = attempt(os.rename, ".vscode", "vscode-old")
answers["replace folder"] = attempt(os.symlink, "/tmp", ".vscode")
judge(answers)
