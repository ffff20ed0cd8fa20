# Becomes another user, takes files of others, and gives its own away.
#
# promise: user.mcp
# group: kernel
# expects: completed
# stopped-by: user-namespace, capabilities, no-new-privs

import os

from attack import attempt, judge

with open("/tmp/own", "w"):
    pass
answers = {}
for uid in (0, 1, 33, 65534, 1001, 4294967294):
    answers[f"setuid {uid}"] = attempt(os.setuid, uid)
    answers[f"setresuid {uid}"] = attempt(os.setresuid, uid, uid, uid)
    answers[f"setgid {uid}"] = attempt(os.setgid, uid)
    answers[f"chown to {uid}"] = attempt(os.chown, "/tmp/own", uid, uid)
answers["groups"] = attempt(os.setgroups, [0, 27, 999])
answers["take"] = attempt(os.chown, "/etc/passwd", os.getuid(), os.getgid())
judge(answers)
