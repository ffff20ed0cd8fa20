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
    # mov eax, 310 (unshare); mov ebx, CLONE_NEWUSER; int 0x80; ret
    broke(f"int 0x80 answered {run_machine_code(bytes.fromhex('b836010000bb00000010cd80c3'))}")
