# Copies a program into every folder that it can write and starts it, also by the loader and by a script.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: mounts, landlock

import os
import shutil
import subprocess
import sys

from attack import attempt, judge

loader = "/lib64/ld-linux-x86-64.so.2" if os.uname().machine == "x86_64" else "/lib/ld-linux-aarch64.so.1"


def run(*words):
    if subprocess.run(words, capture_output=True, timeout=10, check=False).returncode != 0:
        raise OSError(13, "refused")


answers = {}
for folder in ("/tmp", "/dev/shm", "/home/mcp"):
    path = folder + "/copy"
    shutil.copy(sys.executable, path)
    os.chmod(path, 0o755)
    answers[path] = attempt(run, path, "-c", "")
    answers[path + " by the loader"] = attempt(run, loader, path, "-c", "")
    script = folder + "/script"
    with open(script, "w") as file:
        file.write(f"#!{sys.executable}\nprint()\n")
    os.chmod(script, 0o755)
    answers[script] = attempt(run, script)
judge(answers)
