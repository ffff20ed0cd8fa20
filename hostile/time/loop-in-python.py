# Loops for ever.
#
# promise: limit.cpu
# group: time
# expects: limit:wall, limit:cpu
# stopped-by: wall-clock, rlimits
# limits: wall=1

import attack  # bounds its processor time

assert attack.target
while True:
    pass
