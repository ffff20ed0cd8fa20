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
folder = os.path.dirname(library)
status = os.stat(library)
# Each would change nothing that matters, were it let: nothing is truncated, replaced or removed.
judge(
    {
        "write": attempt(os.open, library, os.O_WRONLY),
        "append": attempt(os.open, library, os.O_RDWR | os.O_APPEND),
        "same size": attempt(os.truncate, library, status.st_size),
        "same mode": attempt(os.chmod, library, status.st_mode & 0o777),
        "same owner": attempt(os.chown, library, status.st_uid, status.st_gid),
        "same times": attempt(lambda: os.utime(library, ns=(status.st_atime_ns, status.st_mtime_ns))),
        "xattr": attempt(os.setxattr, library, "user.pymcp", b"x"),
        "another name": attempt(os.link, library, folder + "/left-by-pymcp-verify.py"),
        "interpreter": attempt(os.open, sys.executable, os.O_RDWR),
        "new file": attempt(os.mkdir, folder + "/left-by-pymcp-verify"),
        "new tool": attempt(os.mkdir, "/usr/bin/left-by-pymcp-verify"),
        "passwd": attempt(os.open, "/etc/passwd", os.O_WRONLY | os.O_APPEND),
        "tmpfile": attempt(os.open, folder, os.O_TMPFILE | os.O_WRONLY),
        "by descriptor": attempt(
            lambda: os.open(f"/proc/self/fd/{os.open(library, os.O_RDONLY)}", os.O_WRONLY)
        ),
    }
)
