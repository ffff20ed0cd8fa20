# Touches one byte in every two megabytes, so that page tables grow and data does not.
#
# promise: limit.memory
# group: memory
# expects: limit:memory
# stopped-by: cgroup, watchdog
# limits: memory=96 wall=20
# alone: yes

import ctypes
import time

libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
base = libc.mmap(None, ctypes.c_size_t(1 << 40), 1, 0x4022, -1, ctypes.c_long(0))
for number in range(150_000):
    ctypes.c_char.from_address(base + (number << 21)).value  # noqa: B018
time.sleep(3600)
