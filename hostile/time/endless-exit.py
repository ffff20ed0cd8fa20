# Ends, and never comes to an end: exit handlers that register more of themselves.
#
# promise: limit.cpu
# group: time
# expects: limit:wall, limit:cpu
# stopped-by: wall-clock, rlimits
# limits: wall=1

import atexit

import attack  # bounds its processor time

assert attack.target


def again():
    atexit.register(again)
    while True:
        pass


again_later = atexit.register(again)
