# Writes to a workspace that it was given to read.
#
# promise: path.contained
# group: files
# expects: completed
# stopped-by: mounts, landlock
# workspace: read-only

import os

from attack import attempt, judge

judge(
    {
        "append": attempt(os.open, "plain.txt", os.O_WRONLY | os.O_APPEND),
        "truncate": attempt(os.truncate, "plain.txt", 0),
        "create": attempt(os.open, "new.txt", os.O_CREAT | os.O_WRONLY),
        "unlink": attempt(os.unlink, "plain.txt"),
        "rename": attempt(os.rename, "plain.txt", "other.txt"),
        "mkdir": attempt(os.mkdir, "folder"),
        "symlink": attempt(os.symlink, "/etc", "link"),
        "chmod": attempt(os.chmod, "plain.txt", 0o777),
        "times": attempt(os.utime, "plain.txt"),
        "xattr": attempt(os.setxattr, "plain.txt", "user.x", b"x"),
        "through /proc": attempt(
            lambda: os.open(f"/proc/self/fd/{os.open('plain.txt', os.O_RDONLY)}", os.O_RDWR)
        ),
        "tmpfile": attempt(os.open, ".", os.O_TMPFILE | os.O_RDWR),
        "scratch link": attempt(os.link, "plain.txt", "/tmp/plain.txt"),
    }
)
