# Has a last value whose representation never ends.
#
# promise: limit.cpu
# group: time
# expects: limit:wall, limit:cpu
# stopped-by: wall-clock, rlimits
# limits: wall=1

import attack  # bounds its processor time

assert attack.target


class Endless:
    def __repr__(self):
        while True:
            pass


Endless()
