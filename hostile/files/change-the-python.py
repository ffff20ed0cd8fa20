# Changes, replaces and removes files of the Python that all runs share.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: mounts, landlock, user-id

import os
import sys

from attack import attempt, judge

library = os.__file__
tool = sys.executable
judge(
    {
        "write": attempt(os.open, library, os.O_WRONLY),
        "truncate": attempt(os.truncate, library, 0),
        "unlink": attempt(os.unlink, library),
        "rename over": attempt(os.rename, "/home/mcp/target.json", library),
        "chmod": attempt(os.chmod, library, 0o777),
        "chown": attempt(os.chown, library, 1000, 1000),
        "times": attempt(os.utime, library),
        "xattr": attempt(os.setxattr, library, "user.x", b"x"),
        "interpreter": attempt(os.open, tool, os.O_RDWR),
        "new file": attempt(os.open, "/usr/lib/python3/evil.pth", os.O_CREAT | os.O_WRONLY),
        "new tool": attempt(os.symlink, "/tmp", "/usr/bin/evil"),
        "passwd": attempt(os.rename, "/etc/passwd", "/etc/group"),
        "tmpfile": attempt(os.open, "/usr", os.O_TMPFILE | os.O_WRONLY),
        "by descriptor": attempt(
            lambda: os.open(f"/proc/self/fd/{os.open(library, os.O_RDONLY)}", os.O_WRONLY)
        ),
    }
)
