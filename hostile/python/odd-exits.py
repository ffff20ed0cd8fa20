# Ends with an exit code that is an object whose every method misbehaves.
#
# promise: jail.kernel
# group: python
# expects: completed, lost, raised
# stopped-by: gateway

import sys

from attack import held

held("leaving")


class Odd(int):
    def __int__(self):
        raise KeyboardInterrupt

    def __and__(self, _):
        return 1 << 400

    def bit_length(self):
        return "x"

    def __str__(self):
        sys.exit(self)

    __index__ = __repr__ = __eq__ = __hash__ = __str__


raise SystemExit(Odd(7))
