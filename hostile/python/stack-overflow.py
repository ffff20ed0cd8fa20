# Runs out of stack in C code.
#
# promise: jail.kernel
# group: python
# expects: lost, raised, limit:memory
# stopped-by: gateway
# limits: wall=30

import sys

sys.setrecursionlimit(1 << 30)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")


def deeper(depth):
    return repr([deeper(depth + 1)])


deeper(0)
