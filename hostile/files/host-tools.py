# Starts whatever programs of the host it finds.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: mounts, landlock
# outside: safe

import subprocess

from attack import attempt, judge

tools = [
    "sh",
    "bash",
    "env",
    "id",
    "mount",
    "su",
    "sudo",
    "newuidmap",
    "ping",
    "docker",
    "git",
    "gdb",
    "perl",
    "node",
    "gcc",
]
places = ("/bin", "/usr/bin", "/usr/sbin", "/usr/local/bin")


def start(path):
    subprocess.run([path, "--help"], stdin=-3, stdout=-3, stderr=-3, timeout=5, check=False)


judge({f"{place}/{tool}": attempt(start, f"{place}/{tool}") for tool in tools for place in places})
