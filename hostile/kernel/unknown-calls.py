# Makes calls that nobody needs, that have no number yet, or one beyond every table.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp

import os

from attack import broke, call_number, held

bad = (-1, -1, -1, -1, -1, -1)
# remap_file_pages: the kernel has it, and nobody has named it.
forgotten = 216 if os.uname().machine == "x86_64" else 234
numbers = [forgotten, *range(473, 512), 600, 1023, 4096, 0x3FFFFFFF]
answers = {number: call_number(number, *bad) for number in numbers}
there = {number: answer for number, answer in answers.items() if answer != "ENOSYS"}
if there:
    broke(str(there))
else:
    held(f"{len(answers)} calls do not exist")
