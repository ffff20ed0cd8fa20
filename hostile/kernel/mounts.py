# Mounts, unmounts, pivots and chroots, by the old and by the new calls.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp, capabilities, landlock

from attack import call, judge

judge(
    {
        "tmpfs": call("mount", b"x", b"/tmp", b"tmpfs", 0, None),
        "proc": call("mount", b"proc", b"/proc", b"proc", 0, None),
        "bind": call("mount", b"/", b"/tmp", None, 4096, None),
        "remount": call("mount", None, b"/", None, 4096 | 32, None),
        "shared": call("mount", None, b"/", None, 1 << 20, None),
        "unmount the workspace": call("umount2", b"/workspace", 2),
        "unmount proc": call("umount2", b"/proc", 2),
        "pivot": call("pivot_root", b"/tmp", b"/tmp"),
        "chroot": call("chroot", b"/tmp"),
        "fsopen": call("fsopen", b"tmpfs", 0),
        "fspick": call("fspick", -100, b"/", 0),
        "fsmount": call("fsmount", -1, 0, 0),
        "open_tree": call("open_tree", -100, b"/", 1),
        "move_mount": call("move_mount", -100, b"/tmp", -100, b"/home", 0),
        "mount_setattr": call("mount_setattr", -100, b"/", 0x8000, bytes(32), 32),
        "swap": call("swapon", b"/tmp/x", 0),
        "quota": call("quotactl", 0x800002, None, 0, None),
        "acct": call("acct", None),
    }
)
