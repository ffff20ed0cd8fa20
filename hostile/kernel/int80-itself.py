# Makes a 32-bit call in the program itself, not in a child.
#
# promise: jail.kernel
# group: kernel
# expects: lost:SIGSYS, completed
# stopped-by: seccomp

import os

from attack import broke, held, run_machine_code

if os.uname().machine != "x86_64":
    held("this processor has one way only")
else:
    # mov eax, 20 (getpid; elsewhere, writev); int 0x80; ret
    answer = run_machine_code(bytes.fromhex("b814000000cd80c3"))
    if answer == os.getpid():
        broke("int 0x80 told the process id")
    else:
        # gVisor's kernel takes the number for one of its own, and asks the filter for it.
        held(f"int 0x80 answered {answer}")
