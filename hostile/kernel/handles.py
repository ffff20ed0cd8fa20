# Opens files by handle, which no mount has to show.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp, capabilities
# outside: safe

import struct

from attack import call, judge

handle = struct.pack("Ii8s", 8, 1, struct.pack("Q", 2)) + bytes(128)
judge(
    {
        "name": call("name_to_handle_at", -100, b"/etc/passwd", handle, bytes(8), 0),
        "open": call("open_by_handle_at", -100, handle, 0),
        "root": call("open_by_handle_at", 3, handle, 2),
        "openat2": call("openat2", -100, b"/", bytes(24), 24),
    }
)
