# Makes files setuid and setgid, by every call that takes a mode.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: seccomp, mounts

import os

from attack import attempt, judge

answers = {}
for folder in ("/tmp", "/home/mcp", "/dev/shm"):
    path = folder + "/s"
    with open(path, "w"):
        pass
    answers[folder + " chmod"] = attempt(os.chmod, path, 0o4755)
    answers[folder + " fchmod"] = attempt(lambda p=path: os.fchmod(os.open(p, os.O_RDONLY), 0o2755))
    answers[folder + " open"] = attempt(os.open, folder + "/t", os.O_CREAT | os.O_WRONLY, 0o4755)
    answers[folder + " mknod"] = attempt(os.mknod, folder + "/u", 0o106755)
    answers[folder + " tmpfile"] = attempt(os.open, folder, os.O_TMPFILE | os.O_WRONLY, 0o4755)
judge(answers)
