"""Run outside, as the guest's user id: enters the control groups of a sandbox, then becomes the engine that starts it.

    start_vessel.py GATEWAY-PID MEMBERSHIP-FILE… -- PROGRAM ARGUMENT…

limit.memory limit.cpu: "0" moves the writer itself, and whatever the engine starts stays where its parent was. Where the
gateway goes, this process is killed (prctl(2), PR_SET_PDEATHSIG), which lasts through execve(2).
"""

import os
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from pymcp_guest import linux

_PDEATHSIG = 1


def main(words: list[str]) -> None:
    gateway, rest = int(words[0]), words[1:]
    end = rest.index("--")
    files, program = rest[:end], rest[end + 1 :]
    linux.prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != gateway:
        sys.exit("the gateway has gone")
    # Node leaves descriptors open that are not ours.
    linux.close_from(3)
    for file in files:
        linux.write_file(file, "0")
    # Guests are the first that the kernel's OOM killer takes (proc_pid_oom_score_adj(5)).
    linux.write_file("/proc/self/oom_score_adj", "1000")
    os.umask(0o077)
    os.execve(program[0], program, {})


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        sys.exit(f"the sandbox could not enter its control group: {error}")
