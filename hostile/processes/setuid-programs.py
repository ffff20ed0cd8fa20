# Becomes root by programs of the host that are setuid, or by asking for it.
#
# promise: jail.kernel
# group: processes
# expects: completed
# stopped-by: mounts, no-new-privs, landlock, capabilities

import os

from attack import attempt, judge

answers = {
    path: attempt(os.posix_spawn, path, [path, "--version"], {})
    for path in (
        "/bin/su",
        "/usr/bin/sudo",
        "/bin/mount",
        "/usr/bin/newuidmap",
        "/usr/bin/passwd",
        "/usr/bin/pkexec",
    )
}
answers["setuid"] = attempt(os.setuid, 0)
answers["setgid"] = attempt(os.setgid, 0)
answers["setresuid"] = attempt(os.setresuid, 0, 0, 0)
answers["setgroups"] = attempt(os.setgroups, [0])
answers["root already"] = "done" if 0 in (*os.getresuid(), *os.getresgid(), *os.getgroups()) else "no"
judge(answers)
