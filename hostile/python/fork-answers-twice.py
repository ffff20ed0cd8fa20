# Lets its children answer as if they were the program.
#
# promise: jail.kernel
# group: python
# expects: completed, lost
# stopped-by: frame-check

import os

from attack import held

held("forked")
for _ in range(4):
    if os.fork() == 0:
        os.getpid = lambda: 2
        break
