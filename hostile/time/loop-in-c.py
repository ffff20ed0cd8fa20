# Loops in C code that never looks for signals.
#
# promise: limit.cpu
# group: time
# expects: limit:wall, limit:cpu
# stopped-by: wall-clock, rlimits
# limits: wall=1

import re

import attack  # bounds its processor time

assert attack.target
re.match("(a*)*b", "a" * 64)
