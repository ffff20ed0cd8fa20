# Takes huge pages, which a control group does not count.
#
# promise: limit.memory
# group: memory
# expects: completed
# stopped-by: seccomp

import ctypes
import mmap
import os

from attack import attempt, judge

judge(
    {
        "mmap": attempt(mmap.mmap, -1, 2 << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000),
        "one gigabyte": attempt(
            mmap.mmap, -1, 1 << 30, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS | 0x40000 | 30 << 26
        ),
        "memfd": attempt(os.memfd_create, "x", 4),
        "locked": "refused"
        if ctypes.CDLL(None).mlock(ctypes.create_string_buffer(1 << 20), 1 << 20)
        else "done",
    }
)
