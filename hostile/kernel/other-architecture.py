# Makes system calls of another architecture, whose numbers mean something else: int 0x80 and x32.
#
# promise: jail.kernel
# group: kernel
# expects: lost:SIGSYS, completed
# stopped-by: seccomp
# outside: safe

import os

from attack import broke, call_number, held, in_child, run_machine_code

if os.uname().machine != "x86_64":
    held("this processor has one way only")
else:
    # mov eax, 20 (getpid); int 0x80; ret
    answers = [
        in_child(lambda: run_machine_code(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")),
        in_child(lambda: call_number(0x40000000 | 39)),
        in_child(lambda: call_number(0x40000000 | 520)),
        in_child(lambda: call_number(0x40000000 | 272, 0x10000000)),
    ]
    # gVisor's kernel takes the number behind int 0x80 for one of its own: writev, which answers EBADF here.
    if all(answer == "signal 31" for answer in answers[1:]) and answers[0] in ("signal 31", "-9"):
        held("each was killed, or was none")
    else:
        broke(f"answered {answers}")
